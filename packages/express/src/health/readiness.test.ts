import { expect, onTestFinished, test } from 'vitest';
import { startTestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import { createReadiness } from './readiness.ts';

test('200 calls of /readyz at once check the store once a second at most', async () => {
  const store = openStore({ file: ':memory:' });
  let checks = 0;
  const server = await startTestServer({
    store: {
      ...store,
      check: (now) => {
        checks += 1;
        return store.check(now);
      },
    },
  });
  onTestFinished(() => server.close());
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: 200 }, () => server.get('/readyz')));
  expect(answers.map(({ status }) => status)).toEqual(Array(200).fill(200));
  const seconds = Math.ceil((performance.now() - startedAt) / 1_000);
  expect(checks).toBeLessThanOrEqual(seconds);
});

test('a result is reused for a second, a failed one too', async () => {
  const clock = { elapsed: 0 };
  let usable = false;
  let checks = 0;
  const isUsable = createReadiness({
    store: {
      async check() {
        checks += 1;
        if (!usable) throw new Error('no disk');
      },
    },
    now: () => 0,
    elapsed: () => clock.elapsed,
  });
  expect(await isUsable()).toBe(false);
  usable = true;
  clock.elapsed = 999;
  expect([await isUsable(), checks]).toEqual([false, 1]);
  clock.elapsed = 1_000;
  expect([await isUsable(), checks]).toEqual([true, 2]);
});

test('a check that takes long is not started a second time', async () => {
  const clock = { elapsed: 0 };
  let finish = () => undefined as undefined;
  let checks = 0;
  const isUsable = createReadiness({
    store: {
      check: () => {
        checks += 1;
        return new Promise<void>((resolve) => {
          finish = () => void resolve();
        });
      },
    },
    now: () => 0,
    elapsed: () => clock.elapsed,
  });
  const first = isUsable();
  clock.elapsed = 60_000;
  const second = isUsable();
  finish();
  expect([await first, await second, checks]).toEqual([true, true, 1]);
});
