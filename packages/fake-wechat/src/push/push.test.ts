import { createDecipheriv } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createClock, startFake } from '../../test/fake.ts';
import { touristApp } from '../index.ts';
import type { PushSettings } from '../state/push-settings.ts';
import { signPush } from './encrypt-message.ts';

const { appId, messageToken: token = '', encodingAesKey } = touristApp;
const inApp = { personId: 'xiaoming', appId };
const revocation = { ...inApp, event: 'user_authorization_revoke', revokeInfo: '8' } as const;

interface Received {
  query: URLSearchParams;
  body: string;
  type: string | undefined;
}

/** A server of an app, which answers what `answers` says, one for each message, then `success`. */
async function startReceiver(answers: { status?: number; body?: string; hang?: true }[] = []) {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    const query = new URL(req.url ?? '', 'http://localhost').searchParams;
    if (req.method === 'GET') return void res.end(query.get('echostr'));
    received.push({ query, body: await text(req), type: req.headers['content-type'] });
    const { status = 200, body = 'success', hang } = answers.shift() ?? {};
    if (hang) return void req.socket.destroy();
    res.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/push?own=1`, received };
}

async function startPushing(
  changes: Partial<PushSettings> = {},
  answers: Parameters<typeof startReceiver>[0] = [],
) {
  const clock = createClock();
  const fake = await startFake({ now: clock.now });
  const receiver = await startReceiver(answers);
  await fake.setMessagePush({ appId, url: receiver.url, ...changes });
  return { fake, clock, ...receiver };
}

/** What a server does with `Encrypt`, step by step as WeChat documents it. */
function decrypt(encrypted: string) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const end = plain.length - (plain.at(-1) ?? 0);
  const length = plain.readUInt32BE(16);
  return {
    message: JSON.parse(plain.toString('utf8', 20, 20 + length)),
    appId: plain.toString('utf8', 20 + length, end),
  };
}

test('the signature is the one of the published example', () =>
  expect(signPush('AAAAA', '1714036504', '1514711492')).toBe(
    'f464b24fc39322e44b38aa78f5edd27bd1441696',
  ));

test('安全模式 sends the message encrypted, and signs what it sends', async () => {
  const { fake, received, clock } = await startPushing();
  expect(await fake.pushEvent(revocation)).toEqual([{ attempts: 1, acknowledged: true }]);
  const [{ query, body, type } = {} as Received] = received;
  const { Encrypt, ...rest } = JSON.parse(body);
  const [timestamp = '', nonce = ''] = ['timestamp', 'nonce'].map((name) => query.get(name) ?? '');
  expect(query.get('msg_signature')).toBe(signPush(token, timestamp, nonce, Encrypt));
  expect(query.get('signature')).toBe(signPush(token, timestamp, nonce));
  expect(query.get('own')).toBe('1');
  expect(type).toBe('application/json');
  expect(Object.keys(rest)).toEqual(['ToUserName']);
  expect(decrypt(Encrypt)).toEqual({
    appId,
    message: {
      ToUserName: expect.stringMatching(/^gh_/),
      FromUserName: expect.any(String),
      CreateTime: Math.floor(clock.now() / 1000),
      MsgType: 'event',
      Event: 'user_authorization_revoke',
      OpenID: fake.openidOf(inApp),
      AppID: appId,
      RevokeInfo: '8',
    },
  });
});

test('明文模式 sends it as it is, 兼容模式 both ways', async () => {
  const plain = await startPushing({ mode: 'plain', format: 'xml' });
  await plain.fake.pushEvent(revocation);
  expect(plain.received[0]?.query.has('msg_signature')).toBe(false);
  expect(plain.received[0]?.type).toBe('text/xml');
  expect(plain.received[0]?.body).toContain('<RevokeInfo><![CDATA[8]]></RevokeInfo>');
  expect(plain.received[0]?.body).toMatch(/<CreateTime>\d+<\/CreateTime>/);
  const both = await startPushing({ mode: 'compatible' });
  await both.fake.pushEvent(revocation);
  expect(JSON.parse(both.received[0]?.body ?? '')).toMatchObject({
    RevokeInfo: '8',
    Encrypt: expect.any(String),
  });
});

test('a message comes again until it is acknowledged, three times at most', async () => {
  const once = await startPushing({}, [{ status: 500 }, { body: 'ok' }]);
  expect(await once.fake.pushEvent(revocation)).toEqual([{ attempts: 3, acknowledged: true }]);
  const [first, , third] = once.received.map(({ body }) => decrypt(JSON.parse(body).Encrypt));
  expect(third).toEqual(first);
  const never = await startPushing({}, [{ hang: true }, { status: 404 }, { body: '{}' }]);
  expect(await never.fake.pushEvent(revocation)).toEqual([{ attempts: 3, acknowledged: false }]);
  expect(never.received).toHaveLength(3);
  expect(never.fake.events.map(({ kind }) => kind)).toEqual(
    Array.from({ length: 3 }, () => ['push-sent', 'push-answered']).flat(),
  );
  expect(JSON.stringify(never.fake.events)).not.toContain(never.fake.openidOf(inApp));
});

test('two copies come at the same time, and a late one says when it happened', async () => {
  const { fake, received, clock } = await startPushing();
  const happenedAt = Math.floor(clock.now() / 1000);
  const late = fake.pushEvent({ ...revocation, copies: 2, delayMs: 20 });
  clock.pass(3_600_000);
  await late;
  expect(received).toHaveLength(2);
  for (const { body, query } of received) {
    expect(decrypt(JSON.parse(body).Encrypt).message.CreateTime).toBe(happenedAt);
    expect(Number(query.get('timestamp'))).toBe(happenedAt + 3_600);
  }
});

test('an address that does not answer with echostr is refused, and so is a push without one', async () => {
  const fake = await startFake();
  await expect(fake.pushEvent(revocation)).rejects.toThrow('no push address');
  await expect(fake.setMessagePush({ appId, url: fake.url })).rejects.toThrow('Token check failed');
  await expect(fake.setMessagePush({ appId, url: 'ftp://x' })).rejects.toThrow();
});
