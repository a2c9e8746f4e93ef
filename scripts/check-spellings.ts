import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { internalPaths, spellingsOf } from './public-addresses.ts';

/** The target of raw requests: a proxy over TLS, or a server in plain text. */
export interface Target {
  port: number;
  /** The CA certificate; without it, plain text. */
  ca?: Buffer;
}

/** Sends one request with a target no HTTP client would send. Resolves with the complete response. */
export async function sendTarget({ port, ca }: Target, target: string): Promise<string> {
  const socket = ca
    ? connectTls({ host: 'localhost', servername: 'localhost', port, ca })
    : connectPlain({ host: '127.0.0.1', port });
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.on('error', () => undefined);
  socket.setTimeout(5_000, () => socket.destroy());
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  await once(socket, 'close');
  return answer;
}

/** Returns the spellings of an internal path that reach it. The exact path doesn't count without a proxy. */
export async function leaksOf(target: Target): Promise<string[]> {
  const leaks = [];
  for (const path of internalPaths) {
    const exact = [path, `${path}?x`, `${path}#x`, `http://localhost${path}`];
    const spellings = [...spellingsOf(path), ...exact];
    // Without a proxy, the exact path must work.
    for (const spelling of target.ca ? spellings : spellings.filter((one) => !exact.includes(one)))
      if (/^HTTP\/1\.1 2/.test(await sendTarget(target, spelling))) leaks.push(spelling);
  }
  return leaks;
}
