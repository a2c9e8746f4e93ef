import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LoginResponse } from 'weapp-login';
import { loginResponseSchema } from 'weapp-login/schemas';
import { problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import type { Store } from '../store/store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { attemptSecrets } from './attempts.ts';

let store: Store;
let server: TestServer;
beforeEach(async () => {
  store = openStore({ file: ':memory:' });
  server = await startTestServer({ store });
});
afterEach(() => server.close());

const logIn = (code: string, key?: string, on = server) =>
  on.post('/login', { code }, key === undefined ? {} : { 'idempotency-key': key });
const opened = async (response: Response): Promise<LoginResponse> => {
  expect(response.status).toBe(200);
  return loginResponseSchema.parse(await response.json());
};

describe('the same code with the same Idempotency-Key', () => {
  test('gives the same session, and WeChat is asked once', async () => {
    const code = server.codeOf('dawei');
    const first = await opened(await logIn(code, 'a key'));
    server.clock.now += 4 * 60_000;
    expect(await opened(await logIn(code, 'a key'))).toEqual(first);
    expect(server.fake.calls()).toBe(1);
    const page = { now: server.clock.now, limit: 9 };
    expect(await store.listSessions(first.user.id, page)).toHaveLength(1);
  });

  test('gives it to all who ask while WeChat is still thinking', async () => {
    server.fake.fail({ kind: 'latency', ms: 150 });
    const code = server.codeOf('dawei');
    const answers = await Promise.all(Array.from({ length: 4 }, () => logIn(code, 'a key')));
    const sessions = await Promise.all(answers.map(opened));
    expect(new Set(sessions.map(({ token }) => token)).size).toBe(1);
    expect(server.fake.calls()).toBe(1);
  });

  test('gives it on another server with the same store', async () => {
    const other = await startTestServer({ store });
    const code = server.codeOf('dawei');
    const first = await opened(await logIn(code, 'a key'));
    expect(await opened(await logIn(code, 'a key', other))).toEqual(first);
    expect(other.fake.calls()).toBe(0);
    await other.close();
  });

  test('gives the same failure, and WeChat is asked once', async () => {
    server.fake.fail({ kind: 'errcode', errcode: 45011 });
    const code = server.codeOf('dawei');
    const answers = [await logIn(code, 'a key'), await logIn(code, 'a key')];
    for (const answer of answers) {
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(await problemOf(answer)).toMatchObject({ code: 'too-many-requests' });
    }
    expect(server.fake.calls()).toBe(1);
  });

  test('is a used code once the session has ended', async () => {
    const code = server.codeOf('dawei');
    const { user } = await opened(await logIn(code, 'a key'));
    await store.deleteSessionsOf(user.id);
    expect(await problemOf(await logIn(code, 'a key'))).toMatchObject({ code: 'code-rejected' });
    expect(server.fake.calls()).toBe(1);
  });

  test('is a used code where the clock that it began by was ahead', async () => {
    const code = server.codeOf('dawei');
    server.clock.now += 400 * 24 * 60 * 60_000;
    await opened(await logIn(code, 'a key'));
    server.clock.now -= 400 * 24 * 60 * 60_000;
    expect(await problemOf(await logIn(code, 'a key'))).toMatchObject({ code: 'code-rejected' });
    await opened(await logIn(server.codeOf('dawei'), 'another key'));
  });

  test('is a used code after five minutes', async () => {
    const code = server.codeOf('dawei');
    await opened(await logIn(code, 'a key'));
    server.clock.now += 5 * 60_000;
    expect(await problemOf(await logIn(code, 'a key'))).toMatchObject({ code: 'code-rejected' });
  });

  test('asks for a new code where the process that had the login ended in the middle', async () => {
    const code = server.codeOf('dawei');
    const name = { appId: server.fake.apps[0]?.appId ?? '', code, idempotencyKey: 'a key' };
    await store.claimAttempt(attemptSecrets(name).id, server.clock.now);
    server.clock.now += 7_000;
    const problem = await problemOf(await logIn(code, 'a key'));
    expect(problem).toMatchObject({
      code: 'code-rejected',
      detail: expect.stringContaining('aborted'),
    });
    expect(server.fake.calls()).toBe(0);
  });

  test('asks for a new code where the login could not be recorded', async () => {
    const broken = await startTestServer({
      store: { ...store, recordLogin: () => Promise.reject(new StoreUnavailable('disk full')) },
    });
    const code = broken.codeOf('dawei');
    const answers = [await logIn(code, 'a key', broken), await logIn(code, 'a key', broken)];
    const problems = await Promise.all(answers.map(problemOf));
    expect(problems.map((problem) => problem.code)).toEqual(['store-unavailable', 'code-rejected']);
    expect(broken.fake.calls()).toBe(1);
    await broken.close();
  });
});

test('a repetition stops waiting by the clock, however slow the store is to say how the first went', async () => {
  const unavailable = () => Promise.reject(new StoreUnavailable('disk full'));
  const broken = await startTestServer({
    store: {
      ...store,
      recordLogin: unavailable,
      failAttempt: unavailable,
      findAttempt: (id) => sleep(2_000).then(() => store.findAttempt(id)),
    },
  });
  const code = broken.codeOf('dawei');
  expect(await problemOf(await logIn(code, 'a key', broken))).toMatchObject({
    code: 'store-unavailable',
  });
  // Of the 6.5 seconds, 0.5 are left.
  broken.clock.now += 6_000;
  const startedAt = performance.now();
  expect(await problemOf(await logIn(code, 'a key', broken))).toMatchObject({
    code: 'code-rejected',
  });
  // Ten polls would take 20 seconds, and one takes 2.
  expect(performance.now() - startedAt).toBeLessThan(1_900);
  await broken.close();
});

describe('a used code', () => {
  test.each([
    ['without a key', undefined],
    ['with another key', 'another key'],
  ])('%s is code-rejected', async (_, key) => {
    const code = server.codeOf('dawei');
    await opened(await logIn(code, 'a key'));
    expect(await problemOf(await logIn(code, key))).toMatchObject({ code: 'code-rejected' });
  });
});

test('the same key with another code is another login', async () => {
  const first = await opened(await logIn(server.codeOf('dawei'), 'a key'));
  const second = await opened(await logIn(server.codeOf('dawei'), 'a key'));
  expect(second.token).not.toBe(first.token);
});
