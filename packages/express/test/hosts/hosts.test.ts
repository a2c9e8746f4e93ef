import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { problemSchema } from 'weapp-login/schemas';
import { openFileStore } from '../../src/file-store/open-file-store.ts';
import { noLimits } from '../../src/limits/change-limits.ts';
import { openStore } from '../../src/store/location/open-store.ts';
import { createWeappLogin } from '../../src/weapp-login.ts';
import { bearer } from '../server.ts';
import { hosts, type Parser } from './hosts.ts';
import { useEverything } from './use-everything.ts';

const { appId } = touristApp;
let fake: FakeWechat;
let folder: string;
beforeAll(async () => {
  fake = await startFakeWechat();
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-hosts-'));
});
afterAll(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});

function createInstance() {
  const store = openStore({ file: ':memory:' });
  const weapp = createWeappLogin({
    apps: [touristApp],
    sessionKeySecrets: ['a secret that is long enough for tests'],
    wechatApiUrl: fake.url,
    store,
    files: openFileStore({ folder }, { now: Date.now }),
    limits: noLimits,
  });
  onTestFinished(async () => {
    await weapp.close();
    await store.close();
  });
  return weapp;
}

async function expectProblem(response: Response, code: string, mount: string) {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = problemSchema.parse(await response.json());
  expect(problem).toMatchObject({ code, type: `${mount}/docs/problems#${code}` });
  return problem;
}

const parsers: Parser[] = ['none', 'json', 'multer'];

describe.each(Object.entries(hosts))('in %s', (name, start) => {
  const mounts = name === 'node:http' ? [''] : ['', '/auth'];
  const cases = mounts.flatMap((mount) => parsers.map((parser) => [mount, parser] as const));

  test.each(cases)(
    'under “%s” with parser %s before it, every route answers',
    async (mount, parser) => {
      const host = await start(createInstance(), mount, parser);
      onTestFinished(() => void host.close());
      await useEverything(host.url, mount, fake);
    },
  );

  test.each(mounts)(
    'under “%s” it answers only what is its own, and all of that',
    async (mount) => {
      const host = await start(createInstance(), mount, 'none');
      onTestFinished(() => void host.close());
      const get = (to: string, init?: RequestInit) => fetch(`${host.url}${to}`, init);

      expect(await (await get(`${mount}/mine`)).text()).toBe('mine');
      const elsewhere = await get(`${mount}/nowhere`);
      expect(await elsewhere.text()).not.toContain('not-found');
      expect(await (await get('/open')).text()).toBe('–');
      const refused = await get('/guarded');
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="weapp-login"',
      ]);
      await refused.text();
      const { type } = await expectProblem(await get(`${mount}/me`), 'session-required', mount);
      const page = await get(type.replace(/#.*/, ''));
      expect(await page.text()).toContain('id="session-required"');
      const wrong = await get(`${mount}/login`, { method: 'PUT' });
      expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
      await wrong.text();
      const document = await (await get(`${mount}/openapi.json`)).json();
      expect(document.servers).toEqual([{ url: mount || '/' }]);
      const malformed = await get(`${mount}/login`, {
        method: 'POST',
        body: '{',
        headers: { 'content-type': 'application/json' },
      });
      await expectProblem(malformed, 'invalid-request', mount);
    },
  );
});

test('two instances in one process know nothing of each other', async () => {
  const express = hosts['Express 5'] as (typeof hosts)[string];
  const [one, other] = [
    await express(createInstance(), '/one', 'none'),
    await express(createInstance(), '/other', 'none'),
  ];
  onTestFinished(() => void Promise.all([one.close(), other.close()]));
  const login = await fetch(`${one.url}/one/login`, {
    method: 'POST',
    body: JSON.stringify({ code: fake.issueCode({ personId: 'dawei', appId }) }),
    headers: { 'content-type': 'application/json' },
  });
  const headers = bearer((await login.json()).token);
  const statusAt = async (url: string) => (await fetch(url, { headers })).status;
  expect(await statusAt(`${one.url}/one/me`)).toBe(200);
  expect(await statusAt(`${other.url}/other/me`)).toBe(401);
});
