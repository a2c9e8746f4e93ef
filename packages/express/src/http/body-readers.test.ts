import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { holdBodies } from '../../test/hold-bodies.ts';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
afterEach(() => server.close());

const large = { code: 'c'.repeat(5_000) };
const held = { length: 16 * 1024, count: 1024 };

test('bodies in flight are bounded: beyond it overloaded, and all is well once they are gone', async () => {
  server = await startTestServer();
  const bodies = await holdBodies(server.url, 'POST /login', held);
  const statusNow = async () => (await server.post('/login', large)).status;
  await expect.poll(statusNow, { timeout: 10_000 }).toBe(503);
  const refused = await server.post('/login', large);
  expect(await problemOf(refused)).toMatchObject({ code: 'overloaded', status: 503 });
  expect(refused.headers.get('retry-after')).toBe('2');
  bodies.letGo();
  await expect
    .poll(async () => (await problemOf(await server.post('/login', large))).code)
    .toBe('invalid-request');
});

test('a login is never refused for that, for its body is small', async () => {
  server = await startTestServer();
  const bodies = await holdBodies(server.url, 'POST /login', held);
  const statusNow = async () => (await server.post('/login', large)).status;
  await expect.poll(statusNow, { timeout: 10_000 }).toBe(503);
  await expect(server.login('dawei')).resolves.toHaveProperty('token');
  bodies.letGo();
});

const upload = (token: string) => {
  const form = new FormData();
  form.set('avatar', new Blob([randomBytes(10)]));
  return server.request('POST', '/me/avatar', { body: form, headers: bearer(token) });
};

test('one person has four uploads at a time, and others still upload', async () => {
  server = await startTestServer();
  const { token } = await server.login('dawei');
  const uploads = await holdBodies(server.url, 'POST /me/avatar', {
    length: 1024 * 1024,
    count: 5,
    headers: { ...bearer(token), 'content-type': 'multipart/form-data; boundary=b' },
  });
  // The fifth is refused.
  const refusedYet = () => uploads.answers.join('');
  await expect.poll(refusedYet, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 429 /);
  const refused = await upload(token);
  expect(await problemOf(refused)).toMatchObject({ code: 'too-many-requests' });
  expect(refused.headers.get('retry-after')).toBe('2');
  const other = await server.login('xiaoming');
  expect((await problemOf(await upload(other.token))).code).toBe('invalid-request');
  uploads.letGo();
  await expect
    .poll(async () => (await problemOf(await upload(token))).code)
    .toBe('invalid-request');
});
