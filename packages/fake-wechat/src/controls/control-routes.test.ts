import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { exchange, stableToken, startFake, xiaomingsCode } from '../../test/fake.ts';
import { type FakeEvent, type FakeWechat, touristApp } from '../index.ts';

const control = (fake: FakeWechat, method: string, path: string, body?: unknown) =>
  fetch(`${fake.url}/__fake/${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });

const inApp = { personId: 'xiaoming', appId: touristApp.appId };

describe('POST /__fake/codes', () => {
  test('issues a code that works', async () => {
    const fake = await startFake();
    const response = await control(fake, 'POST', 'codes', inApp);
    const { code } = (await response.json()) as { code: string };
    expect(await exchange(fake, code)).toMatchObject({ openid: fake.openidOf(inApp) });
  });

  test.each([
    ['an unknown person', { ...inApp, personId: 'stranger' }, 'unknown person: stranger'],
    ['an unknown app', { ...inApp, appId: 'wx' }, 'unknown AppID: wx'],
    ['a missing member', { personId: 'xiaoming' }, 'appId'],
    ['a member too many', { ...inApp, code: 'mine' }, 'code'],
  ])('refuses %s and says why', async (_what, body, message) => {
    const fake = await startFake();
    const response = await control(fake, 'POST', 'codes', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(message) });
    expect(fake.events).toEqual([]);
  });

  test('refuses what does not call itself JSON, as forms of foreign pages do', async () => {
    const fake = await startFake();
    const body = JSON.stringify(inApp);
    const response = await fetch(`${fake.url}/__fake/codes`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'send application/json' });
  });

  test('refuses a body that is not JSON', async () => {
    const fake = await startFake();
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: '{' };
    expect((await fetch(`${fake.url}/__fake/codes`, init)).status).toBe(400);
  });
});

test('GET /__fake/state shows apps, people, counts and failures, and no secret', async () => {
  const fake = await startFake();
  await exchange(fake, xiaomingsCode(fake));
  xiaomingsCode(fake);
  fake.issuePhoneCode(inApp);
  fake.issuePhoneCode(inApp);
  fake.fail({ kind: 'hang' }, { times: 2 });
  const text = await (await control(fake, 'GET', 'state')).text();
  expect(JSON.parse(text)).toMatchObject({
    apps: fake.apps.map(({ appId, unionBound }) => ({ appId, unionBound, whitelist: [] })),
    people: [
      { id: 'xiaoming', name: '小明', openids: { touristappid: fake.openidOf(inApp) } },
      { id: 'xiaohong' },
      { id: 'dawei' },
      { id: 'tourist' },
    ],
    outstandingCodes: 1,
    outstandingPhoneCodes: 2,
    calls: 1,
    failures: [{ failure: { kind: 'hang' }, times: 2 }],
  });
  for (const { appSecret } of fake.apps) expect(text).not.toContain(appSecret);
  expect(text).not.toContain(fake.sessionKeyOf(inApp));
});

test('POST /__fake/phone-codes issues a code of the getPhoneNumber button', async () => {
  const fake = await startFake();
  const response = await control(fake, 'POST', 'phone-codes', inApp);
  expect(await response.json()).toEqual({ code: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const ofTourist = { ...inApp, personId: 'tourist' };
  expect(await (await control(fake, 'POST', 'phone-codes', ofTourist)).json()).toEqual({
    error: 'tourist has no phone number',
  });
});

test('POST /__fake/user-data encrypts what the mini program would receive', async () => {
  const fake = await startFake();
  await exchange(fake, xiaomingsCode(fake));
  const members = async (body: object) =>
    Object.keys((await (await control(fake, 'POST', 'user-data', body)).json()) as object);
  expect(await members(inApp)).toEqual(['encryptedData', 'iv', 'rawData', 'signature']);
  expect(await members({ ...inApp, of: 'phone-number' })).toEqual(['encryptedData', 'iv']);
  expect(await members({ ...inApp, of: 'health' })).toEqual(['error']);
});

test('PUT /__fake/whitelist refuses callers until it is empty again', async () => {
  const fake = await startFake();
  const { appId } = touristApp;
  const put = (addresses: string[]) => control(fake, 'PUT', 'whitelist', { appId, addresses });
  expect((await put(['203.0.113.7'])).status).toBe(204);
  expect(await stableToken(fake)).toMatchObject({ errcode: 40164 });
  expect(await (await control(fake, 'GET', 'state')).json()).toMatchObject({
    apps: [{ appId, whitelist: ['203.0.113.7'] }, { whitelist: [] }],
  });
  await put([]);
  expect(await stableToken(fake)).toHaveProperty('access_token');
});

test('PUT /__fake/quotas sets the quota of one endpoint', async () => {
  const fake = await startFake();
  const documented = [
    { endpoint: '/cgi-bin/token', perDay: 2_000 },
    { endpoint: '/cgi-bin/stable_token', perMinute: 10_000, perDay: 500_000 },
  ];
  const none = { endpoint: '/sns/jscode2session', perMinute: 0 };
  const response = await control(fake, 'PUT', 'quotas', none);
  expect(await response.json()).toEqual([...documented, none]);
  expect(await exchange(fake, xiaomingsCode(fake))).toMatchObject({ errcode: 45011 });
  const unknown = await control(fake, 'PUT', 'quotas', { endpoint: '/cgi-bin/none' });
  expect(unknown.status).toBe(400);
});

test('DELETE /__fake/access-tokens ends those of one app', async () => {
  const fake = await startFake();
  const { access_token } = await stableToken(fake);
  const response = await control(fake, 'DELETE', 'access-tokens', { appId: touristApp.appId });
  expect(response.status).toBe(204);
  expect(await stableToken(fake)).not.toMatchObject({ access_token });
});

describe('/__fake/failures', () => {
  test('PUT takes the place of what was scripted, DELETE clears', async () => {
    const fake = await startFake();
    fake.fail({ kind: 'hang' });
    const script = [{ failure: { kind: 'errcode', errcode: -1 }, times: 2 }];
    const response = await control(fake, 'PUT', 'failures', script);
    expect(await response.json()).toEqual(script);
    expect(await exchange(fake, xiaomingsCode(fake))).toMatchObject({ errcode: -1 });
    expect((await control(fake, 'DELETE', 'failures')).status).toBe(204);
    expect(await exchange(fake, xiaomingsCode(fake))).toHaveProperty('openid');
  });

  test('PUT names an errcode by its text, for any endpoint', async () => {
    const fake = await startFake();
    const failure = { kind: 'errcode', errcode: 'api unauthorized' };
    const endpoint = '/cgi-bin/stable_token';
    const response = await control(fake, 'PUT', 'failures', [{ failure, endpoint }]);
    expect(await response.json()).toEqual([{ failure: { ...failure, errcode: 48001 }, endpoint }]);
    expect(await stableToken(fake)).toMatchObject({ errcode: 48001 });
    const unknown = [{ failure: { kind: 'errcode', errcode: 'api unathorized' } }];
    expect((await control(fake, 'PUT', 'failures', unknown)).status).toBe(400);
  });

  test('PUT of two lasting failures keeps the second', async () => {
    const fake = await startFake();
    const script = [{ failure: { kind: 'hang' } }, { failure: { kind: 'drop' } }];
    const response = await control(fake, 'PUT', 'failures', script);
    expect(await response.json()).toEqual([{ failure: { kind: 'drop' } }]);
  });

  test('PUT of a script with a fault changes nothing', async () => {
    const fake = await startFake();
    fake.fail({ kind: 'errcode', errcode: 40226 });
    const script = [{ failure: { kind: 'hang' } }, { failure: { kind: 'explode' } }];
    expect((await control(fake, 'PUT', 'failures', script)).status).toBe(400);
    expect(await exchange(fake, xiaomingsCode(fake))).toMatchObject({ errcode: 40226 });
  });
});

describe('GET /__fake/events', () => {
  async function hear(fake: FakeWechat, events: number, headers = {}): Promise<FakeEvent[]> {
    const response = await fetch(`${fake.url}/__fake/events`, { headers });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    let text = '';
    for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const messages = text.split('\n\n').slice(0, -1);
      if (messages.length >= events) {
        return messages.map((message) => {
          const [, id, data] = /^id: (\d+)\ndata: (.+)$/.exec(message) ?? [];
          const event = JSON.parse(data ?? '') as FakeEvent;
          expect(event.id).toBe(Number(id));
          return event;
        });
      }
    }
    throw new Error('the stream ended');
  }

  test('streams what happened before and what happens then', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    const heard = hear(fake, 3);
    await exchange(fake, code);
    expect(await heard).toEqual(fake.events);
  });

  test('goes on after the last event that the listener saw', async () => {
    const fake = await startFake();
    for (let i = 0; i < 3; i += 1) xiaomingsCode(fake);
    const heard = await hear(fake, 1, { 'last-event-id': '2' });
    expect(heard.map(({ id }) => id)).toEqual([3]);
  });
});

test.each(['nothing', '', 'codes/1'])('there is no control /__fake/%s', async (path) => {
  const fake = await startFake();
  expect((await control(fake, 'GET', path)).status).toBe(404);
  expect(fake.events).toEqual([]);
});

test.each([
  ['codes', 'POST'],
  ['state', 'GET'],
  ['failures', 'PUT, DELETE'],
  ['events', 'GET'],
])('/__fake/%s takes %s and says so to another method', async (path, allowed) => {
  const fake = await startFake();
  const response = await control(fake, 'PATCH', path);
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe(allowed);
});

test('a page that reaches loopback under a name of its own is refused', async () => {
  const fake = await startFake();
  const status = await new Promise((resolve) => {
    const headers = { host: 'attacker.example' };
    request(`${fake.url}/__fake/state`, { headers }, (res) => resolve(res.statusCode)).end();
  });
  expect(status).toBe(403);
});
