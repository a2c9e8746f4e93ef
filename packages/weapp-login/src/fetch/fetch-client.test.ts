import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { html, problem, silence, startApi } from '../../test/api.ts';
import { ProblemError, routes } from '../index.ts';
import { createClient, createSession } from './index.ts';

let api: Awaited<ReturnType<typeof startApi>>;

beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const client = () => createClient({ routes, baseUrl: api.baseUrl });

test('a call carries body, headers, path and query', async () => {
  const call = client();
  const header = { 'idempotency-key': 'key-1' };
  const { token } = await call('login', { body: { code: 'code-1' }, header });
  expect(api.received[0]).toMatchObject({ body: { code: 'code-1' }, idempotencyKey: 'key-1' });
  expect((await call('sessions', { token, query: { cursor: '0' } })).sessions).toHaveLength(1);
  expect(await call('revokeSession', { token, path: { id: token } })).toBeUndefined();
});

test('a picture is uploaded in the field of its route', async () => {
  const call = client();
  const { token } = await call('login', { body: { code: 'code-1' } });
  const file = new File(['pixels'], 'a.png', { type: 'image/png' });
  expect((await call('avatar', { token, file })).user.avatarUrl).toBe('/avatars/a.png');
});

test('a form is sent as a form', async () => {
  const types: (string | undefined)[] = [];
  const server = createServer((req, res) => {
    types.push(req.headers['content-type']);
    req.resume().on('end', () => res.end('"openid"'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = createClient({ routes, baseUrl });
  expect(await call('wechatlogin', { body: { code: 'a b' } })).toBe('openid');
  expect(types).toEqual([expect.stringMatching('^application/x-www-form-urlencoded')]);
});

test('a problem is a ProblemError, the answer of anything else a ClientFailure', async () => {
  api.script = () => problem('too-many-requests', { 'retry-after': '7' });
  const error = await client()('me', { token: 't' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({ code: 'too-many-requests', details: { retryAfter: 7 } });
  api.script = () => html(302, { location: `${api.baseUrl}/me` });
  await expect(client()('me', { token: 't' })).rejects.toMatchObject({ code: 'bad-answer' });
  api.script = () => html(502);
  await expect(client()('me', { token: 't' })).rejects.toMatchObject({
    code: 'server-unavailable',
    details: { status: 502 },
  });
});

test('a server that is not there is unreachable', async () => {
  const call = createClient({ routes, baseUrl: 'http://127.0.0.1:1' });
  await expect(call('me', { token: 't' })).rejects.toMatchObject({ code: 'unreachable' });
});

test('a call that is given up rejects with the reason of its signal', async () => {
  api.script = () => silence;
  const controller = new AbortController();
  const called = client()('me', { token: 't', signal: controller.signal });
  controller.abort(new Error('the page is gone'));
  await expect(called).rejects.toThrow('the page is gone');
});

test('a session logs in where it must, and once more after a 401', async () => {
  let codes = 0;
  const getCode = async () => `code-${++codes}`;
  const session = createSession({ routes, baseUrl: api.baseUrl, getCode });
  expect((await session.call('me', {})).user.openid).toBe('openid-of-li');
  api.tokens.clear();
  await Promise.all([session.call('me', {}), session.call('me', {})]);
  expect(codes).toBe(2);
});
