import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { code2Session, correct, exchange, startFake, xiaomingsCode } from '../../test/fake.ts';
import type { Failure } from '../index.ts';

const jscode2session = '/sns/jscode2session';

describe('scripted to fail', () => {
  test.each([
    [-1, 'system error'],
    [40226, 'code blocked'],
    [45011, 'api minute-quota reach limit  mustslower  retry next minute'],
    [99999, 'fake-wechat knows no text for errcode 99999'],
  ])('with errcode %i, it refuses with that text and spends no code', async (errcode, text) => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    fake.fail({ kind: 'errcode', errcode }, { times: 1 });
    expect(await exchange(fake, code)).toEqual({
      errcode,
      errmsg: expect.stringContaining(`${text}, rid: `),
    });
    expect(await exchange(fake, code)).toHaveProperty('openid');
  });

  test('with latency, it answers late', async () => {
    const fake = await startFake();
    fake.fail({ kind: 'latency', ms: 60 });
    const start = performance.now();
    expect(await exchange(fake, xiaomingsCode(fake))).toHaveProperty('openid');
    expect(performance.now() - start).toBeGreaterThanOrEqual(59);
  });

  test.each<Failure>([{ kind: 'latency', ms: 60_000 }, { kind: 'hang' }])(
    'with $kind, it has spent the code of a caller that gave up',
    async (failure) => {
      const fake = await startFake();
      const code = xiaomingsCode(fake);
      fake.fail(failure, { times: 1 });
      const patience = new AbortController();
      fake.onEvent(() => setImmediate(() => patience.abort()));
      const { signal } = patience;
      await expect(code2Session(fake, correct(code), { signal })).rejects.toThrow('aborted');
      expect(await exchange(fake, code)).toMatchObject({ errcode: 40163 });
    },
  );

  test('with latency, it sends no answer to a caller that gave up', async () => {
    const fake = await startFake();
    fake.fail({ kind: 'latency', ms: 250 });
    const patience = new AbortController();
    const request = code2Session(fake, correct(xiaomingsCode(fake)), { signal: patience.signal });
    const outcome = expect(request).rejects.toThrow('aborted');
    while (fake.calls() < 1) await sleep(1);
    patience.abort();
    await outcome;
    await sleep(300);
    expect(fake.events.map(({ kind }) => kind)).toEqual([
      'code-issued',
      'request-received',
      'unanswered',
    ]);
  });

  test('with a drop, it ends the connection before a byte and spends no code', async () => {
    const fake = await startFake();
    const code = xiaomingsCode(fake);
    fake.fail({ kind: 'drop' }, { times: 1 });
    await expect(code2Session(fake, correct(code))).rejects.toMatchObject({
      cause: { code: 'UND_ERR_SOCKET' },
    });
    expect(await exchange(fake, code)).toHaveProperty('openid');
  });

  test.each([
    ['200 unless told otherwise', { kind: 'html' }, 200],
    ['502 when told so', { kind: 'html', status: 502 }, 502],
  ] satisfies [string, Failure, number][])(
    'with HTML, it answers a page with %s',
    async (_what, failure, status) => {
      const fake = await startFake();
      fake.fail(failure);
      const response = await code2Session(fake, correct(xiaomingsCode(fake)));
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe('text/html');
      expect(await response.text()).toMatch(/^<html>/);
    },
  );

  test.each([204, 404, 503])('with status %i, it answers that and no body', async (status) => {
    const fake = await startFake();
    fake.fail({ kind: 'status', status });
    const response = await code2Session(fake, correct(xiaomingsCode(fake)));
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
  });
});

describe('a script', () => {
  const errcodes = async (fake: Awaited<ReturnType<typeof startFake>>, requests: number) => {
    const seen = [];
    for (let i = 0; i < requests; i += 1) {
      seen.push((await exchange(fake, xiaomingsCode(fake))).errcode);
    }
    return seen;
  };
  const errcode = (number: number) => ({ kind: 'errcode', errcode: number }) as const;

  test('fails until it is cleared', async () => {
    const fake = await startFake();
    fake.fail(errcode(-1));
    expect(await errcodes(fake, 3)).toEqual([-1, -1, -1]);
    fake.clearFailures();
    expect(await errcodes(fake, 1)).toEqual([undefined]);
  });

  test('clears counted failures too', async () => {
    const fake = await startFake();
    fake.fail(errcode(-1), { times: 5 });
    fake.clearFailures();
    expect(await errcodes(fake, 1)).toEqual([undefined]);
  });

  test('plays counted failures in order, then the lasting one', async () => {
    const fake = await startFake();
    fake.fail(errcode(40226));
    fake.fail(errcode(-1), { times: 2 });
    fake.fail(errcode(45011), { times: 1, endpoint: jscode2session });
    expect(await errcodes(fake, 5)).toEqual([-1, -1, 45011, 40226, 40226]);
  });

  test('keeps the newest of two lasting failures', async () => {
    const fake = await startFake();
    fake.fail(errcode(-1));
    fake.fail(errcode(40226));
    expect(await errcodes(fake, 1)).toEqual([40226]);
  });

  test('refuses what it cannot play', async () => {
    const fake = await startFake();
    expect(() => fake.fail({ kind: 'latency', ms: -1 })).toThrow();
    expect(() => fake.fail({ kind: 'hang' }, { times: 0 })).toThrow();
    expect(await errcodes(fake, 1)).toEqual([undefined]);
  });
});

test('closing ends a request that hangs and one that is late', async () => {
  const fake = await startFake();
  fake.fail({ kind: 'hang' }, { times: 1 });
  fake.fail({ kind: 'latency', ms: 60_000 }, { times: 1 });
  const requests = [1, 2].map(() => code2Session(fake, correct(xiaomingsCode(fake))));
  const outcomes = Promise.allSettled(requests);
  while (fake.calls() < 2) await sleep(1);
  await fake.close();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const ends = fake.events.filter((event) => event.kind === 'unanswered');
  expect(ends.map(({ failure }) => failure).sort()).toEqual(['hang', 'latency']);
});
