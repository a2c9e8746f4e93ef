import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { openapi } from '../openapi/openapi.ts';
import { createBeginRequest } from '../request/begin-request.ts';
import { createWarningLog } from '../request/log.ts';
import { createApiDocs } from './api-docs.ts';

const start = async (mountPath = '/') => {
  const log = createWarningLog();
  const begin = createBeginRequest({ log, now: Date.now, randomBytes: Buffer.alloc });
  const { version } = manifest;
  const document = (serverUrl: string) => openapi({ version, serverUrl });
  const app = express().use(mountPath, createApiDocs({ openapi: document, begin }));
  const server = createServer(app).listen(0, '127.0.0.1');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
};

test('/openapi.json is the document of this version', async () => {
  const get = await start();
  const answer = await get('/openapi.json');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await answer.json()).toEqual(openapi({ version: manifest.version }));
});

test('everything that the page loads comes from this server', async () => {
  const get = await start();
  const answer = await get('/docs');
  const page = await answer.text();
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  const loaded = [...page.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(([, url]) => url ?? '');
  expect(loaded).toHaveLength(3);
  for (const url of loaded) {
    const part = await get(`/${url}`);
    expect(part.status, url).toBe(200);
    expect(part.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
    expect((await part.text()).length).toBeGreaterThan(100);
  }
});

test('the page has no script in place, which its policy would refuse', async () => {
  const get = await start();
  expect(await (await get('/docs')).text()).not.toMatch(/<script>|\son\w+=/);
});
