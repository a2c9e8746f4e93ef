import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';

/** WeChat's server API, or what stands for it, seen by the owner of one app. */
export interface Upstream {
  /** https://api.weixin.qq.com, or what stands for it. */
  url: string;
  appId: string;
  appSecret: string;
  /** A fresh code of wx.login. Without it, the test that spends one is left out. */
  code?: string;
  /** A fresh code of the getPhoneNumber button. Without it, the test that spends one is left out. */
  phoneCode?: string;
}

/**
 * How WeChat behaves, as far as this project builds on it. Nothing here costs quota worth speaking of, kills an
 * access_token, or shows a secret or someone's number when it fails.
 */
export function describeUpstream(name: string, upstream: Upstream): void {
  const { url, appId, appSecret, code, phoneCode } = upstream;
  const login = { appid: appId, secret: appSecret, grant_type: 'authorization_code' };
  const credential = { grant_type: 'client_credential', appid: appId, secret: appSecret };
  const unknownAppId = 'wx0000000000000404';

  const send = async (path: string, query: Record<string, string>, init?: RequestInit) => {
    const response = await fetch(`${url}${path}?${new URLSearchParams(query)}`, init);
    expect(response.status).toBe(200);
    return (await response.json()) as Record<string, unknown>;
  };
  const post = (path: string, query: Record<string, string>, body: unknown) =>
    send(path, query, { method: 'POST', body: JSON.stringify(body) });

  async function fetchToken(): Promise<{ access_token: string; expires_in: number }> {
    const { errcode, errmsg, access_token, expires_in } = await post(
      '/cgi-bin/stable_token',
      {},
      credential,
    );
    if (errcode) throw new Error(`stable_token is refused: ${errcode} ${errmsg}`);
    return { access_token: String(access_token), expires_in: Number(expires_in) };
  }
  const withToken = async (query: Record<string, string> = {}) => ({
    access_token: (await fetchToken()).access_token,
    ...query,
  });

  /** The text without its rid, once the rid is found to be one of now. */
  function textOf({ errmsg }: Record<string, unknown>, separator: string): string {
    const [, text, seconds] =
      /^(.*?)(?:, | )rid: ([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{8}$/.exec(String(errmsg)) ?? [];
    expect(String(errmsg)).toContain(`${separator}rid: `);
    expect(Math.abs(Date.now() / 1000 - Number.parseInt(seconds ?? '', 16))).toBeLessThan(600);
    return text ?? '';
  }

  describe(`${name}: code2Session`, () => {
    test.each<[string, Record<string, string>, number, string]>([
      ['no appid', { ...login, appid: '', js_code: 'x' }, 41002, 'appid missing'],
      ['no secret', { ...login, secret: '', js_code: 'x' }, 41004, 'appsecret missing'],
      ['no code', { ...login, js_code: '' }, 41008, 'missing code'],
      ['an unknown appid', { ...login, appid: unknownAppId, js_code: 'x' }, 40013, 'invalid appid'],
      [
        'a wrong secret',
        { ...login, secret: '0'.repeat(32), js_code: 'x' },
        40125,
        'invalid appsecret',
      ],
      ['a code that was not issued', { ...login, js_code: '0'.repeat(32) }, 40029, 'invalid code'],
    ])('refuses %s with HTTP 200, its errcode and a rid', async (_what, query, errcode, text) => {
      const answer = await send('/sns/jscode2session', query);
      expect(answer.errcode).toBe(errcode);
      expect(textOf(answer, ', ')).toBe(text);
    });

    test('finds no parameters in a POST', async () => {
      const query = { ...login, js_code: 'x' };
      expect((await post('/sns/jscode2session', query, query)).errcode).toBe(41002);
    });
  });

  describe(`${name}: stable_token`, () => {
    test('gives the same token again, with no more time left than before', async () => {
      const [first, second] = [await fetchToken(), await fetchToken()];
      expect(first.access_token === second.access_token).toBe(true);
      expect(second.expires_in).toBeLessThanOrEqual(first.expires_in);
      expect(second.expires_in).toBeGreaterThanOrEqual(300);
      expect(first.expires_in).toBeLessThanOrEqual(7200);
      expect(first.access_token.length).toBeLessThanOrEqual(512);
    });

    test.each<[string, object, number, string]>([
      ['no appid', { ...credential, appid: '' }, 41002, 'appid missing'],
      ['an unknown appid', { ...credential, appid: unknownAppId }, 40013, 'invalid appid'],
      ['another grant_type', { ...credential, grant_type: 'x' }, 40002, 'invalid grant_type'],
      ['no secret', { ...credential, secret: '' }, 41004, 'appsecret missing'],
      ['a wrong secret', { ...credential, secret: '0'.repeat(32) }, 40125, 'invalid appsecret'],
    ])('refuses %s', async (_what, body, errcode, text) => {
      const answer = await post('/cgi-bin/stable_token', {}, body);
      expect(answer.errcode).toBe(errcode);
      expect(textOf(answer, ' ')).toBe(text);
    });

    test('refuses a GET', async () => {
      expect((await send('/cgi-bin/stable_token', credential)).errcode).toBe(43002);
    });
  });

  describe(`${name}: token`, () => {
    // A token is fetched nowhere here: it would end the one that others of this app use.
    test.each<[string, Record<string, string>, number, string]>([
      ['no appid', { ...credential, appid: '' }, 41002, 'appid missing'],
      ['an unknown appid', { ...credential, appid: unknownAppId }, 40013, 'invalid appid'],
      ['another grant_type', { ...credential, grant_type: 'x' }, 40002, 'invalid grant_type'],
      ['no secret', { ...credential, secret: '' }, 41004, 'appsecret missing'],
      ['a wrong secret', { ...credential, secret: '0'.repeat(32) }, 40125, 'invalid appsecret'],
    ])('refuses %s', async (_what, query, errcode, text) => {
      const answer = await send('/cgi-bin/token', query);
      expect(answer.errcode).toBe(errcode);
      expect(textOf(answer, ' ')).toBe(text);
    });
  });

  describe(`${name}: an access_token`, () => {
    test.each([
      ['missing', {}, 41001, /^access_token missing$/],
      [
        'wrong',
        { access_token: 'x' },
        40001,
        /^invalid credential, access_token is invalid or not latest/,
      ],
    ])('that is %s is refused', async (_what, query, errcode, text) => {
      const answer = await post('/wxa/business/getuserphonenumber', query, { code: 'x' });
      expect(answer.errcode).toBe(errcode);
      expect(textOf(answer, ' ')).toMatch(text);
    });
  });

  test(`${name}: getPhoneNumber refuses a code that was not issued`, async () => {
    const body = { code: '0'.repeat(64) };
    const answer = await post('/wxa/business/getuserphonenumber', await withToken(), body);
    expect(answer.errcode).toBe(40029);
    expect(textOf(answer, ' ')).toMatch(/^invalid code/);
  });

  if (code) {
    test(`${name}: a login, whose code works once and whose session_key can be checked and reset`, async () => {
      const js_code = code;
      const { openid, session_key, ...rest } = await send('/sns/jscode2session', {
        ...login,
        js_code,
      });
      expect(/^o[\w-]{27}$/.test(String(openid))).toBe(true);
      expect(Buffer.from(String(session_key), 'base64')).toHaveLength(16);
      expect(['', 'unionid']).toContain(Object.keys(rest).join());
      const again = await send('/sns/jscode2session', { ...login, js_code });
      expect(again.errcode).toBe(40163);
      expect(textOf(again, ', ')).toBe('code been used');

      const proof = async (key: unknown) =>
        withToken({
          openid: String(openid),
          signature: createHmac('sha256', String(key)).update('').digest('hex'),
          sig_method: 'hmac_sha256',
        });
      const check = async (key: unknown) =>
        (await send('/wxa/checksession', await proof(key))).errcode;
      expect(await check(session_key)).toBe(0);
      expect(await check('AAAAAAAAAAAAAAAAAAAAAA==')).toBe(87009);

      const reset = await send('/wxa/resetusersessionkey', await proof(session_key));
      expect([reset.errcode, reset.openid === openid]).toEqual([0, true]);
      expect(reset.session_key === session_key).toBe(false);
      expect(await check(reset.session_key)).toBe(0);
      expect(await check(session_key)).toBe(87009);
    });
  }

  if (phoneCode) {
    test(`${name}: a phone number, whose code works once`, async () => {
      const exchange = async () =>
        post('/wxa/business/getuserphonenumber', await withToken(), { code: phoneCode });
      const { errcode, phone_info } = await exchange();
      expect(errcode).toBe(0);
      const { purePhoneNumber, phoneNumber, countryCode, watermark } = phone_info as Record<
        string,
        unknown
      >;
      expect(String(phoneNumber).endsWith(String(purePhoneNumber))).toBe(true);
      expect(/^\d{5,15}$/.test(String(purePhoneNumber))).toBe(true);
      expect(String(countryCode)).toMatch(/^\d{1,3}$/);
      expect(watermark).toEqual({ timestamp: expect.any(Number), appid: appId });
      expect((await exchange()).errcode).toBe(40029);
    });
  }
}
