import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { code2Session, correct, exchange, startFake, xiaomingsCode } from '../test/fake.ts';
import { defaultApps, people, startFakeWechat, touristApp } from './index.ts';

const inApp = (personId: string) => ({ personId, appId: touristApp.appId });

test('it listens on a free port of 127.0.0.1', async () => {
  const fake = await startFake();
  expect(fake.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a taken port is an error to the caller', async () => {
  const fake = await startFake();
  const port = Number(new URL(fake.url).port);
  await expect(startFakeWechat({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('everyone has an openid of their own in every app, 28 characters from o', async () => {
  const fake = await startFake();
  const openids = defaultApps.flatMap(({ appId }) =>
    people.map(({ id }) => fake.openidOf({ personId: id, appId })),
  );
  expect(new Set(openids).size).toBe(8);
  for (const openid of openids) expect(openid).toMatch(/^o[\w-]{27}$/);
});

test('everyone keeps their openid when the fake is started again', async () => {
  const [first, second] = [await startFake(), await startFake()];
  expect(second.openidOf(inApp('dawei'))).toBe(first.openidOf(inApp('dawei')));
});

test('an unknown person or app is an error at once', async () => {
  const fake = await startFake();
  const strangers = [inApp('stranger'), { personId: 'xiaoming', appId: 'wx0000000000000404' }];
  for (const stranger of strangers) {
    expect(() => fake.issueCode(stranger)).toThrow(/^unknown (person: stranger|AppID: wx\d+404)$/);
    expect(() => fake.openidOf(stranger)).toThrow();
    expect(() => fake.rotateSessionKey(stranger)).toThrow();
    expect(() => fake.sessionKeyOf(stranger)).toThrow();
    expect(() => fake.issuePhoneCode(stranger)).toThrow();
    expect(() => fake.encryptUserData(stranger)).toThrow();
  }
});

test('settings of an unknown app are an error at once', async () => {
  const fake = await startFake();
  const appId = 'wx0000000000000404';
  expect(() => fake.setWhitelist({ appId, addresses: [] })).toThrow(/^unknown AppID/);
  expect(() => fake.revokeAccessTokens({ appId })).toThrow(/^unknown AppID/);
});

test('a session_key exists from the first login on and can be rotated from outside', async () => {
  const fake = await startFake();
  expect(fake.sessionKeyOf(inApp('xiaoming'))).toBeUndefined();
  const { session_key } = await exchange(fake, xiaomingsCode(fake));
  fake.rotateSessionKey(inApp('xiaoming'));
  expect(fake.sessionKeyOf(inApp('xiaoming'))).toMatch(/^[\w+/]{22}==$/);
  expect(fake.sessionKeyOf(inApp('xiaoming'))).not.toBe(session_key);
});

test('a path of WeChat that is not imitated gets a 404 page and is named in the events', async () => {
  const fake = await startFake();
  const response = await fetch(`${fake.url}/cgi-bin/ticket/getticket?grant_type=client_credential`);
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(fake.events).toMatchObject([
    { kind: 'request-received', endpoint: '/cgi-bin/ticket/getticket' },
    { kind: 'answered', endpoint: '/cgi-bin/ticket/getticket', status: 404 },
  ]);
});

test('a request target that is not a URL gets a 404 too', async () => {
  const fake = await startFake();
  const socket = connect(Number(new URL(fake.url).port), '127.0.0.1');
  socket.end('GET // HTTP/1.1\r\nHost: fake\r\nConnection: close\r\n\r\n');
  const answer = await socket.setEncoding('utf8').toArray();
  expect(answer.join('')).toMatch(/^HTTP\/1\.1 404 /);
});

test('it counts requests, in all and by endpoint', async () => {
  const fake = await startFake();
  await code2Session(fake, correct(xiaomingsCode(fake)));
  await code2Session(fake, {});
  await fetch(`${fake.url}/cgi-bin/token`);
  await fetch(`${fake.url}/__fake/state`);
  expect(fake.calls()).toBe(3);
  expect(fake.calls('/sns/jscode2session')).toBe(2);
});

test('closing twice does no harm', async () => {
  const fake = await startFake();
  await exchange(fake, xiaomingsCode(fake));
  await fake.close();
  await fake.close();
  await expect(fetch(fake.url)).rejects.toThrow();
});
