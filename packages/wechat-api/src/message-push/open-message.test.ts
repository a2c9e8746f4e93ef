import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encryptPush, publishedApp, pushOf } from '../../test/push.ts';
import { authorizationChangeOf } from './authorization-change.ts';
import { MessagePushError, messagePushFaults } from './errors.ts';
import { openMessage } from './open-message.ts';
import { parseMessage } from './parse-message.ts';
import { answerUrlCheck, signPush } from './signature.ts';

const app = publishedApp;
const plainApp = { appId: app.appId, token: app.token };
const at = 1_714_112_445_000;
const maxAgeMs = 60_000;
const open = (
  request: { query: object; body: string },
  { apps = [app], now = at }: { apps?: (typeof plainApp)[]; now?: number } = {},
) => openMessage({ ...request, apps, now, maxAgeMs });
const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as MessagePushError).fault;
  }
  return undefined;
};

describe("WeChat's worked examples", () => {
  test('the check of the address', () => {
    const query = {
      signature: 'f464b24fc39322e44b38aa78f5edd27bd1441696',
      timestamp: '1714036504',
      nonce: '1514711492',
      echostr: '4375120948345356249',
    };
    expect(answerUrlCheck(query, [app])).toBe('4375120948345356249');
    expect(answerUrlCheck({ ...query, nonce: '1' }, [app])).toBeUndefined();
    expect(answerUrlCheck({ echostr: 'x' }, [app])).toBeUndefined();
  });

  test('a plain message', () => {
    const query = {
      signature: '899cf89e464efb63f54ddac96b0a0a235f53aa78',
      timestamp: '1714037059',
      nonce: '486452656',
    };
    const body = '{"MsgType":"event","Event":"debug_demo","CreateTime":1714037059}';
    const { message } = open({ query, body }, { apps: [plainApp], now: 1_714_037_059_000 });
    expect(Object.fromEntries(message)).toEqual({
      MsgType: 'event',
      Event: 'debug_demo',
      CreateTime: '1714037059',
    });
  });

  test('an encrypted message', () => {
    const Encrypt =
      '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';
    const { message } = open({
      query: {
        signature: '6c5c811b55cc85e0e1b54100749188c20beb3f5d',
        timestamp: '1714112445',
        nonce: '415670741',
        msg_signature: '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3',
      },
      body: JSON.stringify({ ToUserName: 'gh_97417a04a28d', Encrypt }),
    });
    expect(message.get('Event')).toBe('debug_demo');
    expect(message.get('debug_str')).toBe('hello world');
  });
});

describe('a request that is not to be trusted', () => {
  const good = pushOf('{"Event":"debug_demo"}', { at });
  const other = { ...app, appId: 'wx00000000000000ff' };

  test.each<[string, () => unknown, string]>([
    [
      'signed with another Token',
      () => open(pushOf('{}', { at, app: { ...app, token: 'BBBBB' } })),
      'bad-signature',
    ],
    ['with another body', () => open({ ...good, body: '{"Encrypt":"AAAA"}' }), 'bad-signature'],
    ['without a signature', () => open({ query: {}, body: '{}' }), 'bad-signature'],
    [
      'plain, where the settings have a key',
      () => open(pushOf('{}', { at, encrypt: false })),
      'not-encrypted',
    ],
    [
      'encrypted, where the settings have no key',
      () => open(good, { apps: [plainApp] }),
      'bad-encryption',
    ],
    [
      'encrypted with another key',
      () => open(pushOf('{}', { at, app: { ...app, encodingAesKey: 'B'.repeat(43) } })),
      'bad-encryption',
    ],
    ['for another app', () => open(pushOf('{}', { at, app: other })), 'foreign-app'],
    ['too old', () => open(good, { now: at + maxAgeMs + 1_000 }), 'stale-timestamp'],
    ['from the future', () => open(good, { now: at - maxAgeMs - 1_000 }), 'stale-timestamp'],
    ['of no format', () => open(pushOf('hello', { at })), 'malformed'],
    ['of a list', () => open(pushOf('[]', { at })), 'malformed'],
  ])('%s', (_what, work, fault) => expect(faultOf(work)).toBe(fault));

  test('is distinguished only by the faults in the table', () => {
    expect(messagePushFaults).toContain('malformed');
    const error = new MessagePushError('bad-encryption');
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/AAAAA/);
  });
});

test('one Token that two apps share does not mix them up', () => {
  const second = { ...app, appId: 'wx00000000000000ff', encodingAesKey: 'C'.repeat(43) };
  const opened = open(pushOf('{"Event":"debug_demo"}', { at, app: second }), {
    apps: [app, second],
  });
  expect(opened.app).toBe(second);
  const plain = [plainApp, { appId: 'wx00000000000000ff', token: app.token }];
  const message = pushOf('{"AppID":"wx00000000000000ff"}', { at, encrypt: false });
  expect(open(message, { apps: plain }).app).toBe(plain[1]);
});

test('every message that is encrypted comes out as it went in, in both formats', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      for (const format of ['xml', 'json'] as const)
        expect(open(pushOf(JSON.stringify({ text }), { at, format })).message.get('text')).toBe(
          text,
        );
    }),
    { numRuns: 200 },
  ));

test('what is cut off or damaged is never opened', () => {
  const encrypted = Buffer.from(encryptPush('{"Event":"debug_demo"}'), 'base64');
  for (let length = 0; length < encrypted.length; length++) {
    const Encrypt = encrypted.subarray(0, length).toString('base64');
    const [timestamp, nonce] = [String(at / 1000), '1'];
    const query = {
      timestamp,
      nonce,
      msg_signature: signPush(app.token, timestamp, nonce, Encrypt),
    };
    expect(() => open({ query, body: JSON.stringify({ Encrypt }) })).toThrow(MessagePushError);
  }
});

describe('XML', () => {
  const members = (text: string) => Object.fromEntries(parseMessage(text));

  test('has its texts in CDATA, and its numbers plain', () =>
    expect(
      members(
        '<xml>\n <Event><![CDATA[a<b&amp;<!DOCTYPE]]></Event><CreateTime>0012</CreateTime></xml>',
      ),
    ).toEqual({ Event: 'a<b&amp;<!DOCTYPE', CreateTime: '0012' }));

  test.each([
    ['an entity of its own', '<!DOCTYPE xml [<!ENTITY e "expanded">]><xml><a>&e;</a></xml>'],
    [
      'an external entity',
      '<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><a>&e;</a></xml>',
    ],
    ['a DOCTYPE behind CDATA', '<xml><a><![CDATA[]]></a><!DOCTYPE x></xml>'],
    ['CDATA that does not end', '<xml><a><![CDATA[</a></xml>'],
    ['tags that do not end', '<xml>'.repeat(3_000)],
    ['a thousand levels', `${'<xml>'.repeat(1_000)}${'</xml>'.repeat(1_000)}`],
    ['another root', '<html></html>'],
    ['nothing but text', '<'],
  ])('with %s is refused', (_what, text) =>
    expect(faultOf(() => parseMessage(text))).toBe('malformed'),
  );

  test('leaves entities as they are', () =>
    expect(members('<xml><a>&lt;&#65;&e;</a></xml>')).toEqual({ a: '&lt;&#65;&e;' }));

  test('members of the language are members like others', () => {
    const message = parseMessage('{"__proto__":"a","constructor":"b"}');
    expect(message.get('constructor')).toBe('b');
    expect(message.get('toString')).toBeUndefined();
  });

  test('a member that is there twice counts as missing', () =>
    expect(members('<xml><OpenID>a</OpenID><OpenID>b</OpenID><x>1</x></xml>')).toEqual({ x: '1' }));
});

describe('a change of consent', () => {
  const change = (members: object) =>
    authorizationChangeOf(
      parseMessage(JSON.stringify({ MsgType: 'event', OpenID: 'o1', ...members })),
    );

  test.each([
    [{ Event: 'user_info_modified' }, { kind: 'profile-modified', openid: 'o1' }],
    [
      { Event: 'user_authorization_revoke', RevokeInfo: '8' },
      { kind: 'revoked', openid: 'o1', revoked: [8] },
    ],
    [
      { Event: 'user_authorization_revoke', RevokeInfo: '6,19, 20', MsgType: 'Event' },
      { kind: 'revoked', openid: 'o1', revoked: [6, 19, 20] },
    ],
    [{ Event: 'user_authorization_revoke' }, { kind: 'revoked', openid: 'o1', revoked: [] }],
    [{ Event: 'user_authorization_cancellation' }, { kind: 'cancelled', openid: 'o1' }],
    [{ Event: 'user_authorization_cancellation', OpenID: '' }, undefined],
    [{ Event: 'toString' }, undefined],
    [{ Event: 'user_info_modified', MsgType: 'text' }, undefined],
  ])('%j', (members, expected) => expect(change(members)).toEqual(expected));
});
