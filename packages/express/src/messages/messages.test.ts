import { request } from 'node:http';
import { touristApp } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { meResponseSchema } from 'weapp-login/schemas';
import { formWith, pictures } from '../../test/pictures.ts';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import { messageAgeMs } from './message-age.ts';

const { messageToken = '', encodingAesKey = '' } = touristApp;
let server: TestServer;
let second: TestServer;
let url: string;
const store = openStore({ file: ':memory:' });

beforeAll(async () => {
  server = await startTestServer({ store });
  second = await startTestServer({ store });
  // As much as the suite's clock stands still, WeChat's goes on.
  server.clock.now = Date.now();
  second.clock.now = server.clock.now;
  url = `${server.url}/wechat/messages`;
  await server.fake.setMessagePush({ appId, url });
});
afterAll(async () => {
  await server.close();
  await second.close();
  await store.close();
});

/** A person with a nickname, a picture and a phone number. */
async function arrive(personId: string) {
  const { token } = await server.login(personId);
  const code = server.fake.issuePhoneCode({ personId, appId });
  await server.post('/me/phone', { code }, bearer(token));
  await server.request('PUT', '/me/profile', {
    body: JSON.stringify({ nickname: '小明' }),
    headers: { 'content-type': 'application/json', ...bearer(token) },
  });
  const body = formWith(pictures['image/png']);
  await server.request('POST', '/me/avatar', { body, headers: bearer(token) });
  return token;
}
const keptOf = async (token: string) => {
  const { user } = meResponseSchema.parse(await (await server.get('/me', token)).json());
  return (['nickname', 'avatarUrl', 'phoneNumber'] as const).filter((name) => name in user);
};
const push = (personId: string, revokeInfo?: string, more: object = {}) =>
  server.fake.pushEvent({
    personId,
    appId,
    event: 'user_authorization_revoke',
    ...(revokeInfo !== undefined && { revokeInfo }),
    ...more,
  });
const once = [{ attempts: 1, acknowledged: true }];

describe.each([
  ['secure', 'json', 'dawei'],
  ['secure', 'xml', 'xiaohong'],
  ['compatible', 'xml', 'xiaoming'],
] as const)('in the mode %s, as %s', (mode, format, personId) => {
  beforeAll(() => server.fake.setMessagePush({ appId, url, mode, format }));

  test.each([
    ['8', ['nickname', 'avatarUrl']],
    ['6', ['phoneNumber']],
    ['19', ['avatarUrl', 'phoneNumber']],
    ['20', ['nickname', 'phoneNumber']],
    ['8,20', ['nickname']],
    ['13', ['nickname', 'avatarUrl', 'phoneNumber']],
  ])('consent taken back for %s leaves %j', async (revokeInfo, left) => {
    const token = await arrive(personId);
    server.clock.now += 1_000;
    expect(await push(personId, revokeInfo)).toEqual(once);
    expect(await keptOf(token)).toEqual(left);
  });
});

describe('in 安全模式', () => {
  beforeAll(() => server.fake.setMessagePush({ appId, url }));

  test('a profile that WeChat cleaned loses nickname and picture', async () => {
    const token = await arrive('dawei');
    await server.fake.pushEvent({ personId: 'dawei', appId, event: 'user_info_modified' });
    expect(await keptOf(token)).toEqual(['phoneNumber']);
  });

  test('a closed WeChat account deletes the person, in every process', async () => {
    const token = await arrive('xiaohong');
    expect((await second.get('/me', token)).status).toBe(200);
    const closed = {
      personId: 'xiaohong',
      appId,
      event: 'user_authorization_cancellation',
    } as const;
    expect(await server.fake.pushEvent({ ...closed, copies: 3 })).toEqual(
      [once, once, once].flat(),
    );
    expect((await second.get('/me', token)).status).toBe(401);
    expect((await server.get('/me', token)).status).toBe(401);
    // Of someone who is not there any more it is acknowledged too.
    expect(await server.fake.pushEvent(closed)).toEqual(once);
  });

  test('what was given again after the message is not taken by its repetition', async () => {
    // A message of its own: one that a test above pushed within the same second would be the same.
    const token = await arrive('xiaoming');
    const repeated = () => server.logLines().filter((line) => line.repeated).length;
    const before = repeated();
    await push('xiaoming', '8', { copies: 2 });
    expect(await keptOf(token)).not.toContain('phoneNumber');
    const code = server.fake.issuePhoneCode({ personId: 'xiaoming', appId });
    await server.post('/me/phone', { code }, bearer(token));
    expect(repeated()).toBe(before + 1);
    expect(await keptOf(token)).toContain('phoneNumber');
  });

  test('the log tells what happened, and no secret', () => {
    const told = server
      .logLines()
      .filter(({ event }) => event === 'user_authorization_cancellation');
    expect(told).toContainEqual(
      expect.objectContaining({ appId, status: 200, userId: expect.any(String) }),
    );
    expect(server.log.text).not.toContain(messageToken);
    expect(server.log.text).not.toContain(encodingAesKey);
    expect(server.log.text).not.toContain(server.fake.openidOf({ personId: 'dawei', appId }));
  });
});

describe('a request that WeChat did not sign', () => {
  const post = (body: string, query = '', headers: Record<string, string> = {}) =>
    server.request('POST', `/wechat/messages${query}`, { body, headers });

  test.each<[string, string, string]>([
    ['nothing', '', ''],
    ['a body without a signature', '{"Event":"x"}', ''],
    ['a made-up signature', '{}', '?signature=aa&timestamp=1&nonce=2'],
    ['a made-up msg_signature', '{"Encrypt":"AAAA"}', '?msg_signature=aa&timestamp=1&nonce=2'],
    [
      'XML with a DOCTYPE',
      '<!DOCTYPE x [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>',
      '?msg_signature=a',
    ],
  ])('%s is refused', async (_what, body, query) =>
    expect((await problemOf(await post(body, query))).code).toBe('invalid-request'),
  );

  test('that is too large, or compressed, is not read', async () => {
    expect((await problemOf(await post('x'.repeat(20_000)))).code).toBe('body-too-large');
    const compressed = await post('x', '', { 'content-encoding': 'gzip' });
    expect((await problemOf(compressed)).code).toBe('unsupported-media-type');
  });

  test('gets no echostr', async () => {
    const response = await server.get('/wechat/messages?signature=a&timestamp=1&nonce=1&echostr=x');
    expect((await problemOf(response)).code).toBe('invalid-request');
  });

  test('a plain message, which anyone can forge who has seen one address, is refused', async () => {
    await server.fake.setMessagePush({ appId, url, mode: 'plain' });
    const token = await arrive('dawei');
    expect(await push('dawei', '8')).toEqual([{ attempts: 3, acknowledged: false }]);
    expect(await keptOf(token)).toContain('phoneNumber');
    expect(server.logLines()).toContainEqual(
      expect.objectContaining({ messagePush: 'not-encrypted', status: 400 }),
    );
    await server.fake.setMessagePush({ appId, url });
  });

  test('an old one is refused', async () => {
    server.clock.now += messageAgeMs + 60_000;
    expect(await push('dawei', '8')).toEqual([{ attempts: 3, acknowledged: false }]);
    server.clock.now -= messageAgeMs + 60_000;
  });
});

test('without a Token there is no such address', async () => {
  const bare = await startTestServer({ apps: [{ appId, appSecret: touristApp.appSecret }] });
  expect((await fetch(`${bare.url}/wechat/messages`)).status).toBe(404);
  await bare.close();
});

test('the answer is text that nothing takes for anything else', async () => {
  const body = await new Promise<{ type?: string; text: string }>((resolve) => {
    request(`${url}?echostr=<script>`, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve({ type: res.headers['content-type'] ?? '', text }));
    }).end();
  });
  expect(body.text).not.toContain('<script>');
});
