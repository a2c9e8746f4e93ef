import { createRequire } from 'node:module';

/** What needs each of the optional peer dependencies. */
const purposes = {
  '@opentelemetry/api': 'tracing',
  '@photostructure/sqlite': 'a store in SQLite',
  pg: 'a store in PostgreSQL',
  'prom-client': 'the endpoint /metrics',
  'swagger-ui-dist': 'the page /docs',
};

type Peer = keyof typeof purposes;

interface Modules {
  '@opentelemetry/api': typeof import('@opentelemetry/api');
  '@photostructure/sqlite': typeof import('@photostructure/sqlite');
  pg: typeof import('pg');
  'prom-client': typeof import('prom-client');
}

/** An optional package is not installed. The message says what needs it, and how to install it. */
export class MissingPeer extends Error {
  override readonly name = 'MissingPeer';

  constructor(peer: Peer) {
    super(`${purposes[peer]} needs the package ${peer}: npm install ${peer}`);
  }
}

const require = createRequire(import.meta.url);

/**
 * Loads an optional package at its first use, because an import would fail for everyone who does without it.
 * @throws {MissingPeer}
 */
export function loadPeer<Name extends keyof Modules>(peer: Name): Modules[Name] {
  return require(resolvePeer(peer)) as Modules[Name];
}

/**
 * Returns the path of a file in an optional package; without a file, of its entry.
 * @throws {MissingPeer}
 */
export function resolvePeer(peer: Peer, file?: string): string {
  try {
    return require.resolve(file === undefined ? peer : `${peer}/${file}`);
  } catch {
    throw new MissingPeer(peer);
  }
}

/** Returns whether an optional package is installed. */
export function hasPeer(peer: Peer): boolean {
  try {
    return resolvePeer(peer) !== '';
  } catch {
    return false;
  }
}
