import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture } from '../../test/phone.ts';
import { type RunningSimulator, startSimulator } from '../start.ts';

const xiaoming = { personId: 'xiaoming', appId: touristApp.appId };

let wechat: FakeWechat;
let simulator: RunningSimulator;
let restarts: number;

beforeEach(async () => {
  restarts = 0;
  wechat = await startFakeWechat();
  simulator = await startSimulator({
    appDir: fixture('many'),
    forward: [],
    wechat,
    restartServer: async () => {
      restarts += 1;
    },
  });
});
afterEach(async () => {
  await simulator.close();
  await wechat.close();
});

const post = (path: string, body: object, type = 'application/json') =>
  fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(body),
  });
const control = async (body: object) => (await post('/controls', body)).status;

async function exchange(): Promise<Record<string, unknown>> {
  const { code } = (await (await post('/wx/login', xiaoming)).json()) as { code: string };
  const query = new URLSearchParams({
    appid: touristApp.appId,
    secret: touristApp.appSecret,
    js_code: code,
    grant_type: 'authorization_code',
  });
  return (await (await fetch(`${wechat.url}/sns/jscode2session?${query}`)).json()) as never;
}

test('WeChat fails once, or until it is set to respond normally', async () => {
  const failure = { kind: 'errcode', errcode: 40226 };
  expect(await control({ control: 'fail', failure, once: true })).toBe(204);
  expect(await exchange()).toMatchObject({ errcode: 40226 });
  expect(await exchange()).toHaveProperty('openid');
  await control({ control: 'fail', failure, once: false });
  await exchange();
  expect(await exchange()).toMatchObject({ errcode: 40226 });
  await control({ control: 'answer-normally' });
  expect(await exchange()).toHaveProperty('openid');
});

test('the next code has expired, the one after it has not', async () => {
  await control({ control: 'expire-next-code' });
  expect(await exchange()).toMatchObject({ errcode: 40029 });
  expect(await exchange()).toHaveProperty('openid');
});

test('a session_key is replaced', async () => {
  await exchange();
  const before = wechat.sessionKeyOf(xiaoming);
  expect(await control({ control: 'rotate-session-key', ...xiaoming })).toBe(204);
  expect(wechat.sessionKeyOf(xiaoming)).not.toBe(before);
});

test('the server can be restarted', async () => {
  expect(await control({ control: 'restart-server' })).toBe(204);
  expect(restarts).toBe(1);
});

test('an origin is forwarded from the moment that it is asked for', async () => {
  const origin = 'https://api.example.test';
  const ask = async () => {
    const request = { url: `${origin}/x`, method: 'GET', header: {}, followRedirects: true };
    return (await (await post('/wx/request', request)).json()) as object;
  };
  expect(await ask()).toEqual({
    ok: false,
    errno: 600002,
    reason: 'url not in domain list',
    unforwarded: origin,
  });
  expect(await control({ control: 'forward', from: origin, to: wechat.url })).toBe(204);
  expect(await ask()).toMatchObject({ ok: true, statusCode: 404 });
  expect(await control({ control: 'forward', from: origin, to: 'file:///etc' })).toBe(400);
});

test('an unknown control is refused with a message, and so is what another site can send', async () => {
  const refused = await post('/controls', { control: 'fail', failure: { kind: 'x' }, once: true });
  expect([refused.status, await refused.json()]).toEqual([
    400,
    { message: expect.stringContaining('failure') },
  ]);
  expect((await post('/controls', { control: 'restart-server' }, 'text/plain')).status).toBe(400);
  expect(restarts).toBe(0);
});

test('a page receives what WeChat did since it was opened, and what it has missed', async () => {
  await exchange();
  const [first] = wechat.events;
  const told = async (since: number, lastSeen?: number) => {
    const ended = new AbortController();
    const answer = await fetch(`${simulator.url}/events?since=${since}`, {
      headers: lastSeen === undefined ? {} : { 'last-event-id': String(lastSeen) },
      signal: ended.signal,
    });
    const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    await exchange();
    const last = wechat.events.at(-1)?.id;
    while (!text.includes(`id: ${last}\n`)) text += Buffer.from((await reader.read()).value ?? []);
    ended.abort();
    return [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  };
  expect(await told(first?.at ?? 0)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await told(first?.at ?? 0, 5)).toEqual([6, 7, 8, 9]);
});
