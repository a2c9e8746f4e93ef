import { describe, expect, test } from 'vitest';
import { code2Session, correct, exchange, startFake, xiaomingsCode } from '../../test/fake.ts';
import { defaultApps, type FakeApp, touristApp, touristCode } from '../index.ts';

const secondApp = defaultApps[1] as FakeApp;

describe('a correct request', () => {
  test('gets session_key, openid and unionid', async () => {
    const fake = await startFake();
    const answer = await exchange(fake, xiaomingsCode(fake));
    const inApp = { personId: 'xiaoming', appId: touristApp.appId };
    expect(answer).toEqual({
      session_key: fake.sessionKeyOf(inApp),
      openid: fake.openidOf(inApp),
      unionid: 'oFakeUnion-xiaoming-00000001',
    });
    expect(Buffer.from(answer.session_key as string, 'base64')).toHaveLength(16);
  });

  test('is answered with 200 and JSON that calls itself plain text', async () => {
    const fake = await startFake();
    const response = await code2Session(fake, correct(xiaomingsCode(fake)));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
  });

  test('finds the slashes of session_key escaped', async () => {
    const fake = await startFake();
    for (;;) {
      const response = await code2Session(fake, correct(xiaomingsCode(fake)));
      const text = await response.text();
      expect(text).not.toMatch(/[^\\]\//);
      if (text.includes('/')) return;
    }
  });

  test('gets no unionid for a person who has none', async () => {
    const fake = await startFake();
    const code = fake.issueCode({ personId: 'xiaohong', appId: touristApp.appId });
    expect(Object.keys(await exchange(fake, code))).toEqual(['session_key', 'openid']);
  });

  test('gets no unionid in an app that is not bound to the Open Platform', async () => {
    const unbound = { ...touristApp, unionBound: false };
    const fake = await startFake({ apps: [unbound] });
    expect(await exchange(fake, xiaomingsCode(fake))).not.toHaveProperty('unionid');
  });

  test('gets another openid and the same unionid in another app', async () => {
    const fake = await startFake();
    const here = await exchange(fake, xiaomingsCode(fake));
    const code = fake.issueCode({ personId: 'xiaoming', appId: secondApp.appId });
    const there = await exchange(fake, code, secondApp);
    expect(there.openid).not.toBe(here.openid);
    expect(there.unionid).toBe(here.unionid);
  });

  test('rotates the session_key of that person in that app only', async () => {
    const fake = await startFake();
    const dawei = { personId: 'dawei', appId: touristApp.appId };
    await exchange(fake, fake.issueCode(dawei));
    const daweisKey = fake.sessionKeyOf(dawei);
    const first = await exchange(fake, xiaomingsCode(fake));
    const second = await exchange(fake, xiaomingsCode(fake));
    expect(second.session_key).not.toBe(first.session_key);
    expect(fake.sessionKeyOf(dawei)).toBe(daweisKey);
  });
});

describe('a faulty request', () => {
  const fault: [string, Record<string, string | undefined>, number, string][] = [
    ['no appid', { appid: undefined }, 41002, 'appid missing'],
    ['an empty appid', { appid: '' }, 41002, 'appid missing'],
    ['no secret', { secret: undefined }, 41004, 'appsecret missing'],
    ['no js_code', { js_code: undefined }, 41008, 'missing code'],
    ['no grant_type', { grant_type: undefined }, 40002, 'invalid grant_type'],
    ['another grant_type', { grant_type: 'client_credential' }, 40002, 'invalid grant_type'],
    ['an unknown appid', { appid: 'wx0000000000000404' }, 40013, 'invalid appid'],
    ['the secret of another app', { secret: secondApp.appSecret }, 40125, 'invalid appsecret'],
    ['a code that was not issued', { js_code: '0'.repeat(32) }, 40029, 'invalid code'],
    [
      'no appid, secret and code',
      { appid: undefined, secret: undefined, js_code: undefined },
      41002,
      'appid missing',
    ],
    ['no secret and code', { secret: undefined, js_code: undefined }, 41004, 'appsecret missing'],
    ['no code and grant_type', { js_code: undefined, grant_type: '' }, 41008, 'missing code'],
    ['a wrong secret and code', { secret: 'x', js_code: 'x' }, 40125, 'invalid appsecret'],
    ['an unknown appid and a wrong secret', { appid: 'x', secret: 'x' }, 40013, 'invalid appid'],
  ];

  test.each(fault)('with %s is refused', async (_what, change, errcode, text) => {
    const fake = await startFake({ now: () => 0x6790abcd * 1000 + 999 });
    const parameters: Record<string, string | undefined> = {
      ...correct(xiaomingsCode(fake)),
      ...change,
    };
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const response = await code2Session(fake, Object.fromEntries(given) as Record<string, string>);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.json()).toEqual({
      errcode,
      errmsg: expect.stringMatching(new RegExp(`^${text}, rid: 6790abcd-[0-9a-f]{8}-[0-9a-f]{8}$`)),
    });
  });

  test('does not spend the code', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    await code2Session(fake, { ...correct(code), secret: 'wrong' });
    expect(await exchange(fake, code)).toHaveProperty('openid');
  });

  test('that is a POST finds the appid missing', async () => {
    const fake = await startFake();
    const parameters = correct(xiaomingsCode(fake));
    const post = { method: 'POST', body: new URLSearchParams(parameters) };
    const response = await code2Session(fake, parameters, post);
    expect(await response.json()).toMatchObject({ errcode: 41002 });
  });
});

describe('a code', () => {
  test('looks like one of WeChat', async () => {
    const fake = await startFake();
    expect(xiaomingsCode(fake)).toMatch(/^0[0-9A-Za-z]{31}$/);
  });

  test('works once', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    expect(await exchange(fake, code)).toHaveProperty('openid');
    expect(await exchange(fake, code)).toMatchObject({
      errcode: 40163,
      errmsg: expect.stringContaining('code been used, rid: '),
    });
  });

  test('works once of two simultaneous times', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    const answers = await Promise.all([exchange(fake, code), exchange(fake, code)]);
    expect(answers.filter((answer) => 'openid' in answer)).toHaveLength(1);
  });

  test('is one of several that work at the same time', async () => {
    const fake = await startFake();
    const codes = [xiaomingsCode(fake), xiaomingsCode(fake), xiaomingsCode(fake)];
    for (const code of codes.reverse()) {
      expect(await exchange(fake, code)).toHaveProperty('openid');
    }
  });

  test('is refused from another app, and stays good for its own', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    expect(await exchange(fake, code, secondApp)).toMatchObject({ errcode: 40029 });
    expect(await exchange(fake, code)).toHaveProperty('openid');
  });

  test.each([
    ['works in the last millisecond of its five minutes', 299_999, 'openid'],
    ['is refused after five minutes', 300_000, 'errcode'],
  ])('%s', async (_what, age, answered) => {
    let time = 1_700_000_000_000;
    const fake = await startFake({ now: () => time });
    const code = xiaomingsCode(fake);
    time += 1;
    const later = xiaomingsCode(fake);
    time += age - 1;
    expect(await exchange(fake, code)).toHaveProperty(answered);
    expect(await exchange(fake, later)).toHaveProperty('openid');
  });

  test('expires on demand', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    fake.expireCode(code);
    expect(await exchange(fake, code)).toMatchObject({ errcode: 40029 });
  });
});

describe('the tourist code', () => {
  test.each(defaultApps)('works again and again in $appId, for one person', async (app) => {
    const fake = await startFake();
    const openid = fake.openidOf({ personId: 'tourist', appId: app.appId });
    expect(await exchange(fake, touristCode, app)).toMatchObject({ openid });
    expect(await exchange(fake, touristCode, app)).toMatchObject({ openid });
  });

  test('is refused where there is no tourist', async () => {
    const fake = await startFake({ people: [{ id: 'someone', name: '某人' }] });
    expect(await exchange(fake, touristCode)).toMatchObject({ errcode: 40029 });
  });
});
