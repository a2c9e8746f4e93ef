import https from 'node:https';
import net from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import {
  axiosErrorOf,
  cert,
  listen,
  overUndici,
  pem,
  serve,
  serveTls,
  stageOf,
} from '../../test/adapters.ts';
import type { UndiciCall } from './errors.ts';

describe('a failed call tells how far it came', () => {
  test('unsent: no connection came about', async () => {
    const { port, close } = await serve(() => {});
    close();
    expect(await stageOf(overUndici().get(`http://127.0.0.1:${port}`))).toBe('unsent');
  });

  test('unsent: the certificate was refused', async () => {
    const { port } = await serveTls((_req, res) => res.end());
    expect(await stageOf(overUndici().get(`https://localhost:${port}`))).toBe('unsent');
  });

  test('unsent: connecting took too long', async () => {
    const { port } = await listen(net.createServer());
    const call = overUndici({ connectTimeoutMs: 50 }).get(`https://localhost:${port}`);
    const error = await axiosErrorOf(call);
    expect(error.code).toBe('ETIMEDOUT');
    expect((error.request as UndiciCall).stage).toBe('unsent');
  });

  test('unsent, and never sent afterwards: given up while connecting', async () => {
    let requests = 0;
    const tls = https.createServer({ cert, key: pem('key') }, (_req, res) => {
      requests += 1;
      res.end();
    });
    const { port } = await listen(
      net.createServer((socket) => setTimeout(() => tls.emit('connection', socket), 80)),
    );
    const client = overUndici({ ca: cert });
    const url = `https://localhost:${port}`;
    const abort = new AbortController();
    const aborted = stageOf(client.get(url, { signal: abort.signal }));
    const late = stageOf(client.get(url, { timeout: 20 }));
    abort.abort();
    expect([await aborted, await late]).toEqual(['unsent', 'unsent']);
    await client.get(url);
    expect(requests).toBe(1);
  });

  test('sent: the other side got it and said nothing', async () => {
    const { url } = await serve((req) => req.socket.end());
    expect(await stageOf(overUndici().get(url))).toBe('sent');
    const silent = await serve(() => {});
    expect(await stageOf(overUndici().get(silent.url, { timeout: 30 }))).toBe('sent');
  });

  test('closed: a connection that had served before was closed under it', async () => {
    let requests = 0;
    const { url } = await serve((req, res) => {
      requests += 1;
      if (requests === 1) res.end();
      else req.socket.end();
    });
    const client = overUndici();
    await client.get(url);
    await setImmediate();
    expect(await stageOf(client.get(url))).toBe('closed');
    expect(requests).toBe(2);
  });

  test('answered: even if only the first bytes came', async () => {
    const { url } = await listen(net.createServer((socket) => socket.end('HTTP/1.1 2')));
    expect(await stageOf(overUndici().get(url))).toBe('answered');
  });
});
