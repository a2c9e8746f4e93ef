import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { appId, failureOf, testClient } from '../../test/client.ts';
import type { CallObserver } from './protected-call.ts';

let fake: Awaited<ReturnType<typeof startFakeWechat>>;
beforeAll(async () => {
  fake = await startFakeWechat();
});
afterEach(() => fake.clearFailures());
afterAll(() => fake.close());

const codeOf = (personId: string) => fake.issueCode({ personId, appId });
const refused = { kind: 'unreachable', reason: 'breaker-open', maybeProcessed: false };

function watchedClient(options: Parameters<typeof testClient>[1] = {}) {
  const states: string[] = [];
  const calls: Parameters<CallObserver['called']>[0][] = [];
  const observer: CallObserver = {
    called: (call) => void calls.push(call),
    breakerChanged: ({ endpoint, state }) => void states.push(`${endpoint} ${state}`),
  };
  const client = testClient(fake.url, { halfOpenAfterMs: 300, observer, ...options });
  const logIn = () => client.code2Session({ code: codeOf('dawei') });
  return { ...client, logIn, states, calls };
}
type Client = ReturnType<typeof watchedClient>;

async function failTimes({ logIn }: Client, times: number) {
  for (let n = 0; n < times; n++) await failureOf(logIn());
}

test.each<[string, Failure]>([
  ['the connection drops', { kind: 'drop' }],
  ['a gateway answers 502', { kind: 'html', status: 502 }],
  ['WeChat answers 500', { kind: 'status', status: 500 }],
  ['something answers that is not WeChat', { kind: 'html' }],
  ['WeChat is busy', { kind: 'errcode', errcode: -1 }],
])('after twenty calls in which %s, none is sent', async (_, failure) => {
  const client = watchedClient();
  fake.fail(failure);
  await failTimes(client, 20);
  const before = fake.calls();
  expect(await failureOf(client.logIn())).toEqual(refused);
  expect(fake.calls()).toBe(before);
  expect(client.states).toEqual(['code2Session open']);
});

test('nineteen failures are not enough', async () => {
  const client = watchedClient();
  fake.fail({ kind: 'drop' });
  await failTimes(client, 19);
  expect(client.states).toEqual([]);
});

test.each([40029, 40163, 40226, 45011, 40125])(
  '%i is an answer, however often',
  async (errcode) => {
    const client = watchedClient();
    fake.fail({ kind: 'errcode', errcode });
    await failTimes(client, 60);
    expect(await failureOf(client.logIn())).toMatchObject({ kind: 'rejected', errcode });
    expect(client.states).toEqual([]);
  },
);

test('rejected codes among the failures keep it closed', async () => {
  const client = watchedClient();
  for (let round = 0; round < 30; round++) {
    fake.fail({ kind: 'status', status: 500 }, { times: 1 });
    fake.fail({ kind: 'errcode', errcode: 40029 }, { times: 2 });
    await failTimes(client, 3);
  }
  expect(client.states).toEqual([]);
});

test('once WeChat is back, the first call closes it', async () => {
  const client = watchedClient();
  fake.fail({ kind: 'drop' });
  await failTimes(client, 20);
  fake.clearFailures();
  expect(await failureOf(client.logIn())).toEqual(refused);
  await sleep(310);
  await Promise.all(Array.from({ length: 5 }, client.logIn));
  expect(client.states).toEqual(['open', 'half-open', 'closed'].map((s) => `code2Session ${s}`));
});

test('while WeChat is away, one call at a time tries, and the others fail without being sent', async () => {
  const client = watchedClient();
  fake.fail({ kind: 'drop' });
  await failTimes(client, 20);
  await sleep(310);
  const before = fake.calls();
  await Promise.all(Array.from({ length: 10 }, () => failureOf(client.logIn())));
  expect(fake.calls() - before).toBe(1);
  expect(client.states.at(-1)).toBe('code2Session open');
});

test('each endpoint has its own', async () => {
  const client = watchedClient();
  fake.fail({ kind: 'drop' }, { endpoint: '/sns/jscode2session' });
  await failTimes(client, 20);
  await expect(client.getStableAccessToken()).resolves.toBeDefined();
});

test('more calls than may run at once are refused, and the code is not spent', async () => {
  const client = watchedClient({ maxConcurrentCalls: 2 });
  fake.fail({ kind: 'latency', ms: 50 });
  const code = codeOf('dawei');
  const running = [client.logIn(), client.logIn()];
  expect(await failureOf(client.code2Session({ code }))).toEqual({
    kind: 'unreachable',
    reason: 'too-many-calls',
    maybeProcessed: false,
  });
  await Promise.all(running);
  await expect(client.code2Session({ code })).resolves.toBeDefined();
});

test('the observer learns how each call ended, and nothing secret', async () => {
  let time = 0;
  const client = watchedClient({ now: () => (time += 5) });
  const code = codeOf('dawei');
  await client.code2Session({ code });
  await failureOf(client.code2Session({ code }));
  expect(client.calls).toMatchObject([
    { endpoint: 'code2Session', durationMs: 5, failure: undefined },
    { endpoint: 'code2Session', failure: { kind: 'rejected', errcode: 40163 } },
  ]);
  expect(JSON.stringify(client.calls)).not.toContain(code);
});
