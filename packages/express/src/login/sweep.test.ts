import { expect, test } from 'vitest';
import { createLog } from '../process/log.ts';
import { openStore } from '../store/location/open-store.ts';
import { sweep } from './sweep.ts';

const minute = 60_000;
const openEnded = new AbortController().signal;

async function filled(count: number) {
  const store = openStore({ file: ':memory:' });
  const hash = (n: number) => Buffer.from(String(n).padStart(32, '0')).toString('base64url');
  const logIn = (n: number) =>
    store.recordLogin({
      appId: 'wx0000000000000001',
      openid: `o${n}`,
      sessionKey: { keyId: 'key', sealed: Buffer.from('sealed') },
      newUserId: `user ${n}`,
      now: 0,
      session: {
        tokenHash: hash(n),
        id: `id ${n}`,
        createdAt: 0,
        lastSeenAt: 0,
        expiresAt: minute,
      },
    });
  await Promise.all(Array.from({ length: count }, (_, n) => logIn(n)));
  await store.claimAttempt(hash(count), 0);
  let batches = 0;
  return {
    store: {
      ...store,
      sweep: (...batch: Parameters<typeof store.sweep>) => {
        batches += 1;
        return store.sweep(...batch);
      },
    },
    batches: () => batches,
    left: () =>
      store.sweep({
        now: Infinity,
        attemptsBefore: Infinity,
        messagesBefore: Infinity,
        limit: 10_000,
      }),
  };
}

function logged() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLog({ level: 'info', now: () => 0, destination }), lines };
}

test('all that has expired goes, batch by batch', async () => {
  const { store, batches, left } = await filled(450);
  await sweep({ store, now: () => 6 * minute, log: logged().log }, openEnded);
  expect(batches()).toBe(3);
  expect(await left()).toBe(0);
});

test('open sessions stay, and logins that can still be repeated', async () => {
  const { store, left } = await filled(3);
  await sweep({ store, now: () => minute - 1, log: logged().log }, openEnded);
  expect(await left()).toBe(4);
});

test('it ends with the batch under way when the server stops', async () => {
  const { store, batches } = await filled(450);
  const stop = new AbortController();
  const stopping = {
    ...store,
    sweep: (...batch: Parameters<typeof store.sweep>) => {
      stop.abort();
      return store.sweep(...batch);
    },
  };
  await sweep({ store: stopping, now: () => 6 * minute, log: logged().log }, stop.signal);
  expect(batches()).toBe(1);
});

test('a store that is away leaves a line in the log, and nothing else happens', async () => {
  const { store } = await filled(1);
  const { log, lines } = logged();
  const away = { ...store, sweep: () => Promise.reject(new Error('away')) };
  await sweep({ store: away, now: () => 6 * minute, log }, openEnded);
  expect(lines.join()).toContain('retrying in a minute');
});
