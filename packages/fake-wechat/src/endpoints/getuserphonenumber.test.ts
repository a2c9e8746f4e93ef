import { describe, expect, test } from 'vitest';
import {
  accessToken,
  createClock,
  exchange,
  get,
  post,
  stableToken,
  startFake,
  xiaomingsCode,
} from '../../test/fake.ts';
import { defaultApps, type FakeApp, type FakeWechat, touristApp } from '../index.ts';

const path = '/wxa/business/getuserphonenumber';
const inApp = (personId: string, appId = touristApp.appId) => ({ personId, appId });
const secondApp = defaultApps[1] as FakeApp;

const getPhoneNumber = async (fake: FakeWechat, body: object) =>
  post(fake, path, body, { access_token: await accessToken(fake) });

test.each([
  ['xiaoming', '12066600001', '12066600001', '86'],
  ['dawei', '+12025550143', '2025550143', '1'],
])('a code of %s gets the phone number', async (personId, phoneNumber, purePhoneNumber, code) => {
  const fake = await startFake({ now: () => 1_700_000_000_500 });
  expect(await getPhoneNumber(fake, { code: fake.issuePhoneCode(inApp(personId)) })).toEqual({
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber,
      purePhoneNumber,
      countryCode: code,
      watermark: { timestamp: 1_700_000_000, appid: touristApp.appId },
    },
  });
});

describe('a code', () => {
  test('looks like one of WeChat', async () => {
    expect((await startFake()).issuePhoneCode(inApp('xiaoming'))).toMatch(/^[0-9a-f]{64}$/);
  });

  test('works once', async () => {
    const fake = await startFake();
    const code = fake.issuePhoneCode(inApp('xiaoming'));
    expect(await getPhoneNumber(fake, { code })).toHaveProperty('phone_info');
    expect(await getPhoneNumber(fake, { code })).toEqual({
      errcode: 40029,
      errmsg: expect.stringMatching(/^invalid code rid: [\da-f-]{26}$/),
    });
  });

  test('works for five minutes, or until it is made to expire', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const codes = [1, 2, 3].map(() => fake.issuePhoneCode(inApp('xiaoming')));
    fake.expireCode(String(codes[2]));
    clock.pass(299_999);
    expect(await getPhoneNumber(fake, { code: codes[2] })).toMatchObject({ errcode: 40029 });
    expect(await getPhoneNumber(fake, { code: codes[0] })).toHaveProperty('phone_info');
    clock.pass(1);
    expect(await getPhoneNumber(fake, { code: codes[1] })).toMatchObject({ errcode: 40029 });
  });

  test('of wx.login is none of the button, nor the other way round', async () => {
    const fake = await startFake();
    const [login, phone] = [xiaomingsCode(fake), fake.issuePhoneCode(inApp('xiaoming'))];
    expect(await getPhoneNumber(fake, { code: login })).toMatchObject({ errcode: 40029 });
    expect(await exchange(fake, phone)).toMatchObject({ errcode: 40029 });
    expect(await exchange(fake, login)).toHaveProperty('openid');
    expect(await getPhoneNumber(fake, { code: phone })).toHaveProperty('phone_info');
  });

  test('of another app is refused as such, and stays good for its own', async () => {
    const fake = await startFake();
    const code = fake.issuePhoneCode(inApp('xiaoming', secondApp.appId));
    expect(await getPhoneNumber(fake, { code })).toMatchObject({ errcode: 40013 });
    const { access_token } = await stableToken(fake, {
      appid: secondApp.appId,
      secret: secondApp.appSecret,
    });
    expect(await post(fake, path, { code }, { access_token: String(access_token) })).toHaveProperty(
      'phone_info',
    );
  });

  test('is refused with the openid of another person, and good with that of its own', async () => {
    const fake = await startFake();
    const code = fake.issuePhoneCode(inApp('xiaoming'));
    const openids = ['dawei', 'xiaoming'].map((id) => fake.openidOf(inApp(id)));
    const refused = await getPhoneNumber(fake, { code, openid: openids[0] });
    expect(refused).toMatchObject({ errcode: 40029 });
    const answer = await getPhoneNumber(fake, { code, openid: openids[1] });
    expect(answer).toHaveProperty('phone_info');
  });

  test('is not to be had for someone without a phone number', async () => {
    const fake = await startFake();
    expect(() => fake.issuePhoneCode(inApp('tourist'))).toThrow('tourist has no phone number');
    expect(fake.events).toEqual([]);
  });
});

describe('a faulty request', () => {
  test('has no access_token, a wrong one, an expired one, or a killed one', async () => {
    const clock = createClock();
    const fake = await startFake({ now: clock.now });
    const code = fake.issuePhoneCode(inApp('xiaoming'));
    const refused = async (query: Record<string, string>) =>
      (await post(fake, path, { code }, query)).errmsg;
    expect(await refused({})).toMatch(/^access_token missing rid: /);
    expect(await refused({ access_token: 'x' })).toMatch(
      /^invalid credential, access_token is inv/,
    );
    const access_token = await accessToken(fake);
    clock.pass(7_200_000);
    expect(await refused({ access_token })).toMatch(/^access_token expired rid: /);
    const fresh = await accessToken(fake);
    fake.revokeAccessTokens({ appId: touristApp.appId });
    expect(await refused({ access_token: fresh })).toMatch(/^invalid credential, /);
    expect(await accessToken(fake)).not.toBe(fresh);
  });

  test('spends no code', async () => {
    const fake = await startFake();
    const code = fake.issuePhoneCode(inApp('xiaoming'));
    await post(fake, path, { code }, { access_token: 'x' });
    expect(await getPhoneNumber(fake, { code })).toHaveProperty('phone_info');
  });

  test('is a GET, has no JSON, or no code', async () => {
    const fake = await startFake();
    const access_token = await accessToken(fake);
    expect(await get(fake, path, { access_token })).toMatchObject({ errcode: 43002 });
    expect(await post(fake, path, [], { access_token })).toMatchObject({ errcode: 47001 });
    expect(await post(fake, path, {}, { access_token })).toMatchObject({ errcode: 40029 });
  });

  test.each([
    ['perMinute', 45011],
    ['perDay', 45009],
  ])('is one over the quota %s', async (limit, errcode) => {
    const fake = await startFake();
    fake.setQuota({ endpoint: path, [limit]: 1 });
    const codes = [1, 2].map(() => fake.issuePhoneCode(inApp('xiaoming')));
    expect(await getPhoneNumber(fake, { code: codes[0] })).toHaveProperty('phone_info');
    expect(await getPhoneNumber(fake, { code: codes[1] })).toMatchObject({ errcode });
    fake.setQuota({ endpoint: path });
    expect(await getPhoneNumber(fake, { code: codes[1] })).toHaveProperty('phone_info');
  });
});
