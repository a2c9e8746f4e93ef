import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accessToken, exchange, get, post, startFake, xiaomingsCode } from '../../test/fake.ts';
import { type FakeWechat, touristApp } from '../index.ts';

const xiaoming = { personId: 'xiaoming', appId: touristApp.appId };
const sign = (key: string) => createHmac('sha256', key).update('').digest('hex');

const proof = async (fake: FakeWechat, change: Record<string, string> = {}) => ({
  access_token: await accessToken(fake),
  openid: fake.openidOf(xiaoming),
  signature: sign(fake.sessionKeyOf(xiaoming) ?? ''),
  sig_method: 'hmac_sha256',
  ...change,
});

/** A fake that 小明 has logged in to. */
async function startWithLogin() {
  const fake = await startFake();
  await exchange(fake, xiaomingsCode(fake));
  return fake;
}

test('checksession is content with the signature of the current session_key', async () => {
  const fake = await startWithLogin();
  expect(await get(fake, '/wxa/checksession', await proof(fake))).toEqual({
    errcode: 0,
    errmsg: 'ok',
  });
});

test('resetusersessionkey returns a new session_key and invalidates the old one', async () => {
  const fake = await startWithLogin();
  const old = await proof(fake);
  const key = fake.sessionKeyOf(xiaoming);
  const answer = await get(fake, '/wxa/resetusersessionkey', old);
  expect(answer).toEqual({
    errcode: 0,
    errmsg: 'ok',
    openid: old.openid,
    session_key: fake.sessionKeyOf(xiaoming),
  });
  expect(answer.session_key).not.toBe(key);
  expect(await get(fake, '/wxa/checksession', old)).toMatchObject({ errcode: 87009 });
});

describe.each(['/wxa/checksession', '/wxa/resetusersessionkey'] as const)('%s', (path) => {
  test.each<[string, Record<string, string>, number, string]>([
    ['a signature of something else', { signature: sign('other') }, 87009, 'invalid signature'],
    ['another sig_method', { sig_method: 'hmac_sha1' }, 87008, 'invalid sig_method'],
    ['no signature', { signature: '' }, 40097, 'invalid args'],
    ['no openid', { openid: '' }, 40097, 'invalid args'],
    ['no sig_method', { sig_method: '' }, 40097, 'invalid args'],
    ['an unknown openid', { openid: 'o' }, 40003, 'invalid openid'],
    ['no access_token', { access_token: '' }, 41001, 'access_token missing'],
    ['a wrong access_token', { access_token: 'x' }, 40001, 'invalid credential, .*'],
  ])('refuses %s and changes nothing', async (_what, change, errcode, text) => {
    const fake = await startWithLogin();
    const key = fake.sessionKeyOf(xiaoming);
    expect(await get(fake, path, await proof(fake, change))).toEqual({
      errcode,
      errmsg: expect.stringMatching(new RegExp(`^${text} rid: [\\da-f-]{26}$`)),
    });
    expect(fake.sessionKeyOf(xiaoming)).toBe(key);
  });

  test('knows no session_key before the first login', async () => {
    const fake = await startFake();
    expect(await get(fake, path, await proof(fake))).toMatchObject({ errcode: 87007 });
  });

  test('refuses the session_key before the last login', async () => {
    const fake = await startWithLogin();
    const stale = await proof(fake);
    await exchange(fake, xiaomingsCode(fake));
    expect(await get(fake, path, stale)).toMatchObject({ errcode: 87009 });
  });

  test('refuses a POST', async () => {
    const fake = await startWithLogin();
    expect(await post(fake, path, {}, await proof(fake))).toMatchObject({ errcode: 43001 });
  });

  test('has a quota of its own', async () => {
    const fake = await startWithLogin();
    fake.setQuota({ endpoint: path, perMinute: 0 });
    expect(await get(fake, path, await proof(fake))).toMatchObject({ errcode: 45011 });
  });
});

test('a login has a quota too, once one is set', async () => {
  const fake = await startFake();
  fake.setQuota({ endpoint: '/sns/jscode2session', perMinute: 0 });
  expect(await exchange(fake, xiaomingsCode(fake))).toMatchObject({ errcode: 45011 });
});

describe('user data', () => {
  const at = 1_700_000_000_000;
  function decrypt(sessionKey: string, data: { encryptedData: string; iv: string }) {
    const [key, iv] = [sessionKey, data.iv].map((text) => Buffer.from(text, 'base64'));
    const decipher = createDecipheriv('aes-128-cbc', key as Buffer, iv as Buffer);
    const bytes = decipher.update(data.encryptedData, 'base64', 'utf8') + decipher.final('utf8');
    return JSON.parse(bytes);
  }

  test('is encrypted with the current session_key and tells who, for whom and when', async () => {
    const fake = await startFake({ now: () => at });
    const { session_key } = await exchange(fake, xiaomingsCode(fake));
    const data = fake.encryptUserData(xiaoming);
    expect(decrypt(String(session_key), data)).toEqual({
      openId: fake.openidOf(xiaoming),
      unionId: 'oFakeUnion-xiaoming-00000001',
      ...JSON.parse(data.rawData ?? ''),
      watermark: { timestamp: at / 1000, appid: touristApp.appId },
    });
    expect(JSON.parse(data.rawData ?? '')).toMatchObject({ nickName: '微信用户' });
    const signed = createHash('sha1').update(`${data.rawData}${session_key}`).digest('hex');
    expect(data.signature).toBe(signed);
  });

  test('holds no unionid where code2Session tells none', async () => {
    const fake = await startFake({ apps: [{ ...touristApp, unionBound: false }] });
    const { session_key } = await exchange(fake, xiaomingsCode(fake));
    const data = decrypt(String(session_key), fake.encryptUserData(xiaoming));
    expect(data).not.toHaveProperty('unionId');
  });

  test('may be a phone number, as older buttons hand it out', async () => {
    const fake = await startFake({ now: () => at });
    const { session_key } = await exchange(fake, xiaomingsCode(fake));
    const data = fake.encryptUserData({ ...xiaoming, of: 'phone-number' });
    expect(Object.keys(data)).toEqual(['encryptedData', 'iv']);
    expect(decrypt(String(session_key), data)).toEqual({
      phoneNumber: '12066600001',
      purePhoneNumber: '12066600001',
      countryCode: '86',
      watermark: { timestamp: at / 1000, appid: touristApp.appId },
    });
  });

  test('is not to be had before a login, or of a phone number that someone has not', async () => {
    const fake = await startFake();
    expect(() => fake.encryptUserData(xiaoming)).toThrow(
      'xiaoming has not logged in to touristappid yet',
    );
    const tourist = { personId: 'tourist', appId: touristApp.appId };
    await exchange(fake, fake.issueCode(tourist));
    expect(() => fake.encryptUserData({ ...tourist, of: 'phone-number' })).toThrow(
      'tourist has no phone number',
    );
  });
});
