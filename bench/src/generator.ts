import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** In a request, replaced by a number that no other request has. */
export const unique = '%UNIQUE%';

export interface Load {
  port: number;
  parallel: number;
  durationMs: number;
  /** Complete HTTP requests, sent in rotation. */
  requests: string[];
}

export interface LoadResult {
  requests: number;
  elapsedMs: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** The share of one CPU that the generator used. */
  busy: number;
  /** Responses other than 200, by status. */
  failures: Record<string, number>;
}

export interface Generator {
  run(load: Load): Promise<LoadResult>;
  stop(): void;
}

/** Starts the load generator. */
export function startGenerator(): Generator {
  const child = fork(path.join(import.meta.dirname, 'load.ts'));
  return {
    async run(load) {
      child.send(load);
      const [result] = (await once(child, 'message')) as [LoadResult | { error: string }];
      if ('error' in result) throw new Error(`the load generator failed: ${result.error}`);
      return result;
    },
    stop: () => child.disconnect(),
  };
}

/** Serializes an HTTP request. */
export const request = (
  method: string,
  path: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    '',
    body,
  ].join('\r\n');
