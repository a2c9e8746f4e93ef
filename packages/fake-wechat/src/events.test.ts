import { expect, test } from 'vitest';
import { code2Session, correct, exchange, startFake, xiaomingsCode } from '../test/fake.ts';
import { type FakeEvent, touristApp } from './index.ts';

test('a login is told as code issued, request received, answered', async () => {
  const fake = await startFake({ now: () => 1_700_000_000_000 });
  const code = xiaomingsCode(fake);
  const { openid, unionid } = await exchange(fake, code);
  const at = 1_700_000_000_000;
  const about = { appId: 'touristappid', personId: 'xiaoming' };
  const masked = `${code.slice(0, 4)}… (32)`;
  expect(fake.events).toEqual([
    { id: 1, at, kind: 'code-issued', ...about, code: masked },
    {
      id: 2,
      at,
      kind: 'request-received',
      exchange: 1,
      method: 'GET',
      endpoint: '/sns/jscode2session',
      appId: 'touristappid',
      query: {
        appid: 'touristappid',
        secret: 'fa4e… (32)',
        js_code: masked,
        grant_type: 'authorization_code',
      },
    },
    {
      id: 3,
      at,
      kind: 'answered',
      exchange: 1,
      endpoint: '/sns/jscode2session',
      ...about,
      status: 200,
      response: { session_key: expect.stringMatching(/^.{3}… \(24\)$/), openid, unionid },
      durationMs: expect.any(Number),
    },
  ]);
});

test('a refusal is told with its errcode and errmsg', async () => {
  const fake = await startFake();
  const refusal = await exchange(fake, 'never issued');
  expect(fake.events.at(-1)).toMatchObject({ kind: 'answered', response: refusal });
});

test('an answer that was scripted to fail names the failure', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'status', status: 503 });
  await code2Session(fake, correct(xiaomingsCode(fake)));
  expect(fake.events.at(-1)).toMatchObject({ kind: 'answered', status: 503, failure: 'status' });
});

test('a dropped connection is told as unanswered', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'drop' });
  await expect(code2Session(fake, correct(xiaomingsCode(fake)))).rejects.toThrow();
  await fake.close();
  expect(fake.events.at(-1)).toMatchObject({ kind: 'unanswered', exchange: 1, failure: 'drop' });
});

test('no event holds a secret, whatever the parameter is called', async () => {
  const fake = await startFake();
  const code = xiaomingsCode(fake);
  const key = (await exchange(fake, code)).session_key as string;
  await code2Session(fake, { ...correct(code), appsecret: touristApp.appSecret, code });
  const told = JSON.stringify(fake.events);
  for (const secret of [touristApp.appSecret, code, key]) expect(told).not.toContain(secret);
});

test('a listener hears events as they happen, until it unsubscribes', async () => {
  const fake = await startFake();
  const heard: FakeEvent['kind'][] = [];
  const unsubscribe = fake.onEvent(({ kind }) => heard.push(kind));
  await exchange(fake, xiaomingsCode(fake));
  unsubscribe();
  await exchange(fake, xiaomingsCode(fake));
  expect(heard).toEqual(['code-issued', 'request-received', 'answered']);
});

test('the last thousand events are kept', async () => {
  const fake = await startFake();
  for (let i = 0; i < 1003; i += 1) xiaomingsCode(fake);
  expect(fake.events).toHaveLength(1000);
  expect(fake.events.at(0)?.id).toBe(4);
  expect(fake.events.at(-1)?.id).toBe(1003);
});
