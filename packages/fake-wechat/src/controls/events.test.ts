import { expect, test } from 'vitest';
import {
  accessToken,
  code2Session,
  correct,
  exchange,
  get,
  post,
  stableToken,
  startFake,
  xiaomingsCode,
} from '../../test/fake.ts';
import { type FakeEvent, touristApp } from '../index.ts';

test('a login is reported as code issued, request received, response sent', async () => {
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

test('a refusal is reported with its errcode and errmsg', async () => {
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

test('a dropped connection is reported as unanswered', async () => {
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

test('a request with a body is reported with it, and with the app of its access_token', async () => {
  const fake = await startFake();
  const token = await accessToken(fake);
  const code = fake.issuePhoneCode({ personId: 'xiaoming', appId: 'touristappid' });
  const path = '/wxa/business/getuserphonenumber';
  await post(fake, path, { code, hints: ['a', code], more: { code } }, { access_token: token });
  const about = { exchange: 2, endpoint: path, appId: 'touristappid' };
  const masked = `${code.slice(0, 4)}… (64)`;
  expect(fake.events.slice(2)).toMatchObject([
    { kind: 'phone-code-issued', appId: 'touristappid', personId: 'xiaoming', code: masked },
    {
      ...about,
      kind: 'request-received',
      query: { access_token: `${token.slice(0, 4)}… (131)` },
      body: { code: masked, hints: '["a"… (72)', more: { code: masked } },
    },
    {
      ...about,
      kind: 'answered',
      personId: 'xiaoming',
      response: {
        errcode: 0,
        phone_info: {
          phoneNumber: '1… (11)',
          countryCode: '86',
          watermark: { timestamp: expect.any(Number) },
        },
      },
    },
  ]);
});

test('no event holds an access_token, a phone code, a phone number or a session_key', async () => {
  const fake = await startFake();
  const inApp = { personId: 'xiaoming', appId: touristApp.appId };
  await exchange(fake, xiaomingsCode(fake));
  const { access_token } = await stableToken(fake);
  const query = { access_token: String(access_token) };
  const code = fake.issuePhoneCode(inApp);
  await post(fake, '/wxa/business/getuserphonenumber', { code }, query);
  const signature = 'f'.repeat(64);
  await get(fake, '/wxa/resetusersessionkey', { ...query, openid: 'o', signature });
  const told = JSON.stringify(fake.events);
  const secrets = [access_token, code, '12066600001', signature, touristApp.appSecret];
  for (const secret of [...secrets, fake.sessionKeyOf(inApp)]) expect(told).not.toContain(secret);
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
