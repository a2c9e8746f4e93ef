import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startAnsweringServer } from '../test/answering-server.ts';
import { appId, failureOf, hastyClient, testClient } from '../test/client.ts';

let fake: Awaited<ReturnType<typeof startFakeWechat>>;
beforeAll(async () => {
  fake = await startFakeWechat();
});
afterEach(() => fake.clearFailures());
afterAll(() => fake.close());

const codeOf = (personId: string) => fake.issueCode({ personId, appId });
const ridPattern = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;

describe('a code of wx.login', () => {
  test('becomes openid, session_key and unionid', async () => {
    const identity = await testClient(fake.url).code2Session({ code: codeOf('xiaoming') });
    expect(identity).toEqual({
      openid: fake.openidOf({ personId: 'xiaoming', appId }),
      sessionKey: fake.sessionKeyOf({ personId: 'xiaoming', appId }),
      unionid: fake.people.find(({ id }) => id === 'xiaoming')?.unionid,
    });
  });

  test('becomes no unionid where WeChat knows none', async () => {
    const identity = await testClient(fake.url).code2Session({ code: codeOf('xiaohong') });
    expect(Object.keys(identity).sort()).toEqual(['openid', 'sessionKey']);
  });

  test('reaches WeChat as it is, whatever characters it has', async () => {
    const seen: string[] = [];
    const server = await startAnsweringServer((request, response) => {
      seen.push(new URL(request.url ?? '', 'http://wechat').searchParams.get('js_code') ?? '');
      response.end('{"errcode":0,"openid":"o","session_key":"k"}');
    });
    const code = 'a+b&secret=x %2B/世=';
    await testClient(server.url).code2Session({ code });
    await server.close();
    expect(seen).toEqual([code]);
  });
});

test('raw control characters in an answer, which JSON forbids, do no harm', async () => {
  const server = await startAnsweringServer((request, response) => {
    const refused = request.url?.includes('js_code=refused');
    response.end(
      refused
        ? '{"errcode":40029,"errmsg":"invalid\ncode, rid: 6a000000-00000000-00000000"}'
        : '{"openid":"o\u00012","session_key":"k","note":"\t\n\u001f"}',
    );
  });
  const { code2Session } = testClient(server.url);
  expect(await code2Session({ code: 'fine' })).toEqual({ openid: 'o\u00012', sessionKey: 'k' });
  expect(await failureOf(code2Session({ code: 'refused' }))).toMatchObject({
    kind: 'rejected',
    errmsg: 'invalid code',
  });
  await server.close();
});

describe('WeChat refuses', () => {
  test('a used code: rejected, with errcode, text and rid', async () => {
    const client = testClient(fake.url);
    const code = codeOf('dawei');
    await client.code2Session({ code });
    expect(await failureOf(client.code2Session({ code }))).toEqual({
      kind: 'rejected',
      errcode: 40163,
      errmsg: 'code been used',
      rid: expect.stringMatching(ridPattern),
    });
  });

  test.each([40029, 40226, 45011, 40013, 40125])('with %i: asked once', async (errcode) => {
    fake.fail({ kind: 'errcode', errcode });
    const before = fake.calls();
    const failure = await failureOf(testClient(fake.url).code2Session({ code: codeOf('dawei') }));
    expect(failure).toMatchObject({ kind: 'rejected', errcode });
    expect(fake.calls() - before).toBe(1);
  });

  test('without a rid: rejected all the same', async () => {
    const server = await startAnsweringServer((_, response) =>
      response.end('{"errcode":40029,"errmsg":"invalid code"}'),
    );
    const failure = await failureOf(testClient(server.url).code2Session({ code: 'c' }));
    await server.close();
    expect(failure).toEqual({ kind: 'rejected', errcode: 40029, errmsg: 'invalid code' });
  });
});

describe('WeChat is busy (-1)', () => {
  test('once: the second attempt succeeds, after a spread pause', async () => {
    fake.fail({ kind: 'errcode', errcode: -1 }, { times: 1 });
    const client = testClient(fake.url);
    await client.code2Session({ code: codeOf('dawei') });
    expect(client.pauses).toEqual([200]);
  });

  test('twice: rejected, with no third attempt', async () => {
    fake.fail({ kind: 'errcode', errcode: -1 });
    const before = fake.calls();
    const failure = await failureOf(testClient(fake.url).code2Session({ code: codeOf('dawei') }));
    expect(failure).toMatchObject({ kind: 'rejected', errcode: -1 });
    expect(fake.calls() - before).toBe(2);
  });
});

describe('WeChat is unreachable', () => {
  test('nothing listens: refused, retried, the code unspent', async () => {
    const closed = await startAnsweringServer(() => undefined);
    await closed.close();
    const client = testClient(closed.url);
    expect(await failureOf(client.code2Session({ code: 'c' }))).toEqual({
      kind: 'unreachable',
      reason: 'refused',
      maybeProcessed: false,
    });
    expect(client.pauses).toHaveLength(1);
  });

  test('nothing listens, and no time is left for a second attempt: refused in time', async () => {
    const closed = await startAnsweringServer(() => undefined);
    await closed.close();
    const startedAt = performance.now();
    const client = testClient(closed.url, {
      totalTimeoutMs: 50,
      sleep: (_, signal) => sleep(5_000, undefined, { signal }),
    });
    const failure = await failureOf(client.code2Session({ code: 'c' }));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(failure).toMatchObject({ reason: 'refused', maybeProcessed: false });
  });

  test('nothing listens at first: the second attempt succeeds', async () => {
    const closed = await startAnsweringServer(() => undefined);
    await closed.close();
    const opened: (typeof closed)[] = [];
    const client = testClient(closed.url, {
      sleep: async () => {
        opened.push(
          await startAnsweringServer(
            (_, response) => response.end('{"openid":"o","session_key":"k"}'),
            closed.port,
          ),
        );
      },
    });
    expect(await client.code2Session({ code: 'c' })).toEqual({ openid: 'o', sessionKey: 'k' });
    await opened[0]?.close();
  });

  test.each([
    ['hangs', { kind: 'hang' }, { reason: 'timeout', maybeProcessed: true }],
    ['is too slow', { kind: 'latency', ms: 2_000 }, { reason: 'timeout', maybeProcessed: true }],
    ['drops the connection', { kind: 'drop' }, { reason: 'reset', maybeProcessed: true }],
    ['answers 500', { kind: 'status', status: 500 }, { reason: 'status', status: 500 }],
    ['answers 404', { kind: 'status', status: 404 }, { reason: 'status', status: 404 }],
    ['answers a 502 page', { kind: 'html', status: 502 }, { reason: 'status', status: 502 }],
  ] as const)('it %s: asked once, and the code may be spent', async (_, script, expected) => {
    fake.fail(script);
    const before = fake.calls();
    const client = (expected.reason === 'timeout' ? hastyClient : testClient)(fake.url);
    const failure = await failureOf(client.code2Session({ code: codeOf('dawei') }));
    expect(failure).toMatchObject({ kind: 'unreachable', maybeProcessed: true, ...expected });
    expect(fake.calls() - before).toBe(1);
  });

  test('it redirects: the secret is not sent after it', async () => {
    const elsewhere: string[] = [];
    const other = await startAnsweringServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('{}');
    });
    const server = await startAnsweringServer((_, response) =>
      response.writeHead(302, { location: other.url }).end(),
    );
    const failure = await failureOf(testClient(server.url).code2Session({ code: 'c' }));
    await Promise.all([server.close(), other.close()]);
    expect(failure).toMatchObject({ kind: 'unreachable', reason: 'status', status: 302 });
    expect(elsewhere).toEqual([]);
  });

  test('it sends a byte now and then: the total limit holds', async () => {
    const server = await startAnsweringServer((_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(timer));
    });
    const failure = await failureOf(hastyClient(server.url).code2Session({ code: 'c' }));
    await server.close();
    expect(failure).toEqual({ kind: 'unreachable', reason: 'timeout', maybeProcessed: true });
  });

  test('its answer breaks off: reset', async () => {
    const server = await startAnsweringServer((_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"openid":', () => response.destroy());
    });
    const failure = await failureOf(testClient(server.url).code2Session({ code: 'c' }));
    await server.close();
    expect(failure).toEqual({ kind: 'unreachable', reason: 'reset', maybeProcessed: true });
  });

  test('TLS is never agreed: the limit for connecting holds, the code unspent', async () => {
    const mute = createServer((socket) => socket.on('error', () => undefined).resume());
    mute.listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const client = testClient(`https://127.0.0.1:${(mute.address() as AddressInfo).port}`, {
      connectTimeoutMs: 50,
      totalTimeoutMs: 5_000,
    });
    const failure = await failureOf(client.code2Session({ code: 'c' }));
    mute.close();
    expect(failure).toEqual({ kind: 'unreachable', reason: 'timeout', maybeProcessed: false });
    expect(client.pauses).toHaveLength(1);
  });

  test('what listens there does not speak TLS: tls', async () => {
    const server = await startAnsweringServer((_, response) => response.end());
    const client = testClient(server.url.replace('http:', 'https:'));
    const failure = await failureOf(client.code2Session({ code: 'c' }));
    await server.close();
    expect(failure).toMatchObject({ kind: 'unreachable', reason: 'tls', maybeProcessed: false });
  });

  test('the caller gives up: aborted', async () => {
    fake.fail({ kind: 'hang' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    const call = testClient(fake.url).code2Session({
      code: codeOf('dawei'),
      signal: controller.signal,
    });
    expect(await failureOf(call)).toMatchObject({ kind: 'unreachable', reason: 'aborted' });
  });
});

describe('the answer is malformed', () => {
  test('a page instead of JSON', async () => {
    // One of its own: a request that an earlier test gave up may still be on its way to the other.
    const own = await startFakeWechat();
    own.fail({ kind: 'html' });
    const code = own.issueCode({ personId: 'dawei', appId });
    const failure = await failureOf(testClient(own.url).code2Session({ code }));
    expect(failure).toEqual({ kind: 'malformed', fault: 'not JSON' });
    expect(own.calls()).toBe(1);
    await own.close();
  });

  test.each([
    ['', /not JSON/],
    ['{"openid":"o","session_', /not JSON/],
    ['"openid"', /^answer: .*object/],
    ['null', /^answer: .*object/],
    ['{}', /^openid: .*; session_key: /],
    ['{"openid":"","session_key":"k"}', /^openid: /],
    ['{"openid":"o","session_key":7}', /^session_key: /],
    ['{"openid":"o\\u0000","session_key":"k"}', /^openid: /],
    ['{"openid":"o","session_key":"k","unionid":"\\ud83c"}', /^unionid: /],
    ['{"errcode":"40029","errmsg":"invalid code"}', /^errcode: /],
    [`{"openid":"o","session_key":"${'k'.repeat(70_000)}"}`, /too large/],
  ])('%.40s', async (body, fault) => {
    const server = await startAnsweringServer((_, response) => response.end(body));
    const failure = await failureOf(testClient(server.url).code2Session({ code: 'c' }));
    await server.close();
    expect(failure).toEqual({ kind: 'malformed', fault: expect.stringMatching(fault) });
  });
});

test('calls one after another share a connection', async () => {
  const ports = new Set<number | undefined>();
  const server = await startAnsweringServer((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('{"openid":"o","session_key":"k"}');
  });
  const client = testClient(server.url);
  for (const code of ['a', 'b', 'c']) {
    await client.code2Session({ code });
    await setImmediate(); // a connection is free again in the next turn of the event loop
  }
  await server.close();
  expect(ports.size).toBe(1);
});

test('an idle connection that is closed under a call costs a second attempt, not the code', async () => {
  let requests = 0;
  const server = await startAnsweringServer((request, response) => {
    requests += 1;
    if (requests === 2) request.socket.end();
    else response.end('{"openid":"o","session_key":"k"}');
  });
  const client = testClient(server.url);
  await client.code2Session({ code: 'a' });
  await setImmediate();
  expect(await client.code2Session({ code: 'b' })).toMatchObject({ openid: 'o' });
  await server.close();
  expect([requests, client.pauses.length]).toEqual([3, 1]);
});

test('a proxy of the environment is not used', async () => {
  const proxied: string[] = [];
  const proxy = await startAnsweringServer((request, response) => {
    proxied.push(request.url ?? '');
    response.end();
  });
  process.env.http_proxy = proxy.url;
  await testClient(fake.url).code2Session({ code: codeOf('dawei') });
  delete process.env.http_proxy;
  await proxy.close();
  expect(proxied).toEqual([]);
});
