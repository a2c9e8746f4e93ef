import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest } from '../../test/raw-request.ts';
import { runServer } from '../../test/run-server.ts';

let server: ReturnType<typeof runServer>;
let url: string;
beforeAll(async () => {
  server = runServer(['dist/main.js'], {});
  url = await server.listening();
});
// What Node prints for a URL that it can't parse, it prints once for each process.
afterAll(async () => {
  server.stop('SIGTERM');
  expect(await server.ended()).toEqual([0, null]);
  expect(server.output.stderr).toBe('');
});

const send = (target: string, headers = 'Host: x\r\n', version = 'HTTP/1.1') =>
  rawRequest(url, `GET ${target} ${version}\r\n${headers}Connection: close\r\n\r\n`);

test.each([
  'http://[bad',
  'http://a:b/',
  'http://@[/x',
  'http://x:99999/healthz',
  'http://',
  'https:///healthz',
  'http://user:secret@x/healthz',
  'ftp://x/healthz',
  '/healthz#x',
])('a target that is malformed is answered 400, without a line on stderr: %s', async (target) => {
  const answer = await send(target);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toMatch(/"code":"invalid-request"[\s\S]*"requestId"/);
});

test.each(['http://x/healthz', 'HTTP://X/healthz', 'http://[::1]:80/healthz?a=http://[bad'])(
  'a target in absolute form is read: %s',
  async (target) => {
    expect(await send(target)).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test.each([
  'http://x',
  'http://x?healthz',
  'http://x/%2e%2e/healthz',
  'http://x/a/../healthz',
  '*',
])('an address where there is nothing stays one in absolute form: %s', async (target) => {
  expect(await send(target)).toMatch(/^HTTP\/1\.1 404 /);
});

test.each([
  ['two that differ', 'Host: x\r\nHost: y\r\n'],
  ['two alike', 'Host: x\r\nHOST: x\r\n'],
  ['none', ''],
])('a request with %s Host is answered 400', async (_, headers) => {
  expect(await send('/healthz', headers)).toMatch(/^HTTP\/1\.1 400 /);
});

test('a request of HTTP/1.0 needs no Host', async () => {
  expect(await send('/healthz', '', 'HTTP/1.0')).toMatch(/^HTTP\/1\.1 200 /);
});

test('no request comes to what is malformed by itself', async () => {
  expect(await send('/%E2%9C%97')).toMatch(/^HTTP\/1\.1 404 /);
  // Node answers this one.
  expect(await send('/\u2717')).toMatch(/^HTTP\/1\.1 400 [^{]*$/);
});
