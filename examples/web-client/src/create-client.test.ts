import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { createLog, openFileStore, openStore, startServer } from '@weapp-login/express';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { expect, expectTypeOf, onTestFinished, test } from 'vitest';
import { ProblemError } from 'weapp-login';
import { type Call, createClient } from './create-client.ts';

const start = async () => {
  const fake = await startFakeWechat();
  const server = await startServer({
    apps: [touristApp],
    sessionKeySecrets: ['a secret that is long enough for tests'],
    port: 0,
    host: '127.0.0.1',
    wechatApiUrl: fake.url,
    store: openStore({ file: ':memory:' }),
    files: openFileStore({ folder: tmpdir() }, { now: Date.now }),
    log: createLog({ level: 'silent', now: Date.now, destination: process.stdout }),
    now: Date.now,
    randomBytes,
  });
  onTestFinished(() => fake.close());
  onTestFinished(() => server.close());
  const code = () => fake.issueCode({ personId: 'xiaoming', appId: touristApp.appId });
  return { call: createClient({ baseUrl: server.url }), code };
};

test('logs in, tells who it is, and logs out', async () => {
  const { call, code } = await start();
  const { token, user } = await call('login', { body: { code: code() } });
  expect(await call('me', { token })).toEqual({ user });
  expect(await call('logout', { token })).toBeUndefined();
});

test('a problem of the server becomes a ProblemError with its code', async () => {
  const { call, code } = await start();
  const used = code();
  await call('openid', { body: { code: used } });
  const error = await call('openid', { body: { code: used } }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({
    code: 'code-rejected',
    details: { requestId: expect.any(String) },
  });
});

test('an answer of something before the server is an error that says its status', async () => {
  const gateway = createServer((_req, res) => res.writeHead(502).end('<h1>Bad Gateway</h1>'));
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void gateway.close());
  const { port } = gateway.address() as AddressInfo;
  const call = createClient({ baseUrl: `http://127.0.0.1:${port}` });
  await expect(call('me', { token: 'token' })).rejects.toThrow('HTTP 502');
});

test('a call that is given up rejects at once', async () => {
  const { call } = await start();
  const signal = AbortSignal.abort();
  await expect(call('me', { token: 'token', signal })).rejects.toThrow('aborted');
});

test('the compiler asks for what a route needs, and for nothing else', () => {
  expectTypeOf<{ body: { code: string } }>().toExtend<Call<'login'>>();
  expectTypeOf<{ token: string }>().not.toExtend<Call<'login'>>();
  expectTypeOf<{ token: string }>().toExtend<Call<'me'>>();
  expectTypeOf<{ body: { code: string } }>().not.toExtend<Call<'me'>>();
});
