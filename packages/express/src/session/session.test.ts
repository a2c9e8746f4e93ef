import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { everyMinute } from '../login/sweep.ts';
import { openStore } from '../store/location/open-store.ts';
import type { Store } from '../store/store.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

let server: TestServer;
let store: Store;
let touches: number;
beforeEach(async () => {
  const memory = openStore({ file: ':memory:' });
  touches = 0;
  store = {
    ...memory,
    touchSession: (...use) => {
      touches += 1;
      return memory.touchSession(...use);
    },
  };
  server = await startTestServer({ store });
});
afterEach(() => server.close());

const me = (authorization: string) => server.request('GET', '/me', { headers: { authorization } });
const challengeOf = (response: Response) => response.headers.get('www-authenticate');

describe('a request is answered session-required', () => {
  test('with no error in the challenge where no token was sent', async () => {
    const response = await server.get('/me');
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toBe('Bearer realm="weapp-login"');
    expect(await problemOf(response)).toMatchObject({
      code: 'session-required',
      detail: 'No token was sent.',
    });
  });

  test.each(['', 'Basic dXNlcjpwYXNz', 'Bearer', 'Token abc', 'Bearerabc'])(
    'and so with the header "%s"',
    async (authorization) => {
      expect(challengeOf(await me(authorization))).toBe('Bearer realm="weapp-login"');
    },
  );

  test.each(['Bearer abc', 'Bearer null', `Bearer ${'a'.repeat(44)}`, `Bearer ${'a'.repeat(42)}!`])(
    'for a malformed token: "%s"',
    async (authorization) => {
      const response = await me(authorization);
      expect(response.status).toBe(401);
      expect(challengeOf(response)).toMatch(/error="invalid_token", .*malformed/);
    },
  );

  test('for a token that was never given out', async () => {
    const response = await me(`Bearer ${'a'.repeat(43)}`);
    expect(response.status).toBe(401);
    expect(challengeOf(response)).toMatch(/error="invalid_token", .*no open session/);
  });

  test('in the same words for an unknown, an expired and a revoked token', async () => {
    const expired = await server.login('dawei');
    server.clock.now += 31 * day;
    const revoked = await server.login('dawei');
    await server.request('POST', '/logout', { headers: bearer(revoked.token) });
    const answers = await Promise.all(
      ['a'.repeat(43), expired.token, revoked.token].map(async (token) => {
        const response = await server.get('/me', token);
        const { requestId, ...problem } = await problemOf(response);
        return { problem, challenge: challengeOf(response) };
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});

test.each(['bearer', 'BEARER', 'Bearer  '])('the scheme may be written "%s"', async (scheme) => {
  const { token } = await server.login('dawei');
  expect((await me(`${scheme} ${token}`)).status).toBe(200);
});

describe('a session', () => {
  const isOpen = async (token: string) => (await server.get('/me', token)).status === 200;

  test('that is not used ends after 30 days', async () => {
    const [used, unused] = [await server.login('dawei'), await server.login('dawei')];
    server.clock.now += 30 * day - 1;
    expect(await isOpen(used.token)).toBe(true);
    server.clock.now += 1;
    expect(await isOpen(unused.token)).toBe(false);
  });

  test('that is used lasts 30 days from then, up to 180 in all', async () => {
    const { token } = await server.login('dawei');
    for (let used = 20; used < 180; used += 20) {
      server.clock.now += 20 * day;
      expect(await isOpen(token)).toBe(true);
    }
    server.clock.now += 20 * day - 1;
    expect(await isOpen(token)).toBe(true);
    server.clock.now += 1;
    expect(await isOpen(token)).toBe(false);
  });

  test('of a clock that was ahead ends when one of today does', async () => {
    server.clock.now += 400 * day;
    const { token } = await server.login('dawei');
    server.clock.now -= 400 * day;
    expect(await isOpen(token)).toBe(true);
    const minute = everyMinute({
      store,
      now: () => server.clock.now,
      log: pino({ enabled: false }),
    });
    for (let minutes = 0; minutes < 11; minutes += 1) await minute(new AbortController().signal);
    const { user } = await server.login('dawei');
    expect(user.lastLoginAt).toBe(new Date(server.clock.now).toISOString());
    for (let used = 0; used < 180; used += 20) {
      expect(await isOpen(token)).toBe(true);
      server.clock.now += 20 * day;
    }
    expect(await isOpen(token)).toBe(false);
  });

  test('of a clock that was ahead ends after 30 days without use', async () => {
    server.clock.now += 400 * day;
    const { token } = await server.login('dawei');
    server.clock.now -= 400 * day;
    const minute = everyMinute({
      store,
      now: () => server.clock.now,
      log: pino({ enabled: false }),
    });
    for (let minutes = 0; minutes < 11; minutes += 1) await minute(new AbortController().signal);
    server.clock.now += 30 * day;
    expect(await isOpen(token)).toBe(false);
  });

  test('outlives ten minutes of a clock that starts in 1970', async () => {
    const { token } = await server.login('dawei');
    const { now } = server.clock;
    const minute = everyMinute({
      store,
      now: () => server.clock.now,
      log: pino({ enabled: false }),
    });
    server.clock.now = day;
    for (let minutes = 0; minutes < 10; minutes += 1) await minute(new AbortController().signal);
    server.clock.now = now;
    expect(await isOpen(token)).toBe(true);
  });

  test('ends early where the clock jumps ahead, and a new login is all it takes', async () => {
    const { token } = await server.login('dawei');
    server.clock.now += 400 * day;
    expect(await isOpen(token)).toBe(false);
    server.clock.now -= 400 * day;
    expect(await isOpen((await server.login('dawei')).token)).toBe(true);
  });

  test('has its use written down once an hour at most', async () => {
    const { token } = await server.login('dawei');
    for (const wait of [0, hour - 1]) {
      server.clock.now += wait;
      await isOpen(token);
    }
    expect(touches).toBe(0);
    for (const wait of [1, 0, hour - 1]) {
      server.clock.now += wait;
      await isOpen(token);
    }
    expect(touches).toBe(1);
  });

  test('ends with a logout, and no other with it', async () => {
    const [first, second] = [await server.login('dawei'), await server.login('dawei')];
    const logout = () => server.request('POST', '/logout', { headers: bearer(first.token) });
    const response = await logout();
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(await isOpen(first.token)).toBe(false);
    expect(await isOpen(second.token)).toBe(true);
    expect((await logout()).status).toBe(401);
  });
});

test('the store is given a hash, never the token', async () => {
  const seen: unknown[] = [];
  const memory = openStore({ file: ':memory:' });
  const watched = await startTestServer({
    store: {
      ...memory,
      recordLogin: (login) => {
        seen.push(login);
        return memory.recordLogin(login);
      },
      findSession: (...query) => {
        seen.push(query);
        return memory.findSession(...query);
      },
    },
  });
  const { token } = await watched.login('dawei');
  await watched.get('/me', token);
  await watched.close();
  expect(seen).toHaveLength(2);
  expect(JSON.stringify(seen)).not.toContain(token);
});
