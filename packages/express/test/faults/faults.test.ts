// Every fault of WeChat × every fault of the store, under load. `pnpm check:faults` is the same with one and a hundred.
import type { Failure } from '@weapp-login/fake-wechat';
import { describe, expect, test, vi } from 'vitest';
import type { LoginResponse, ProblemCode } from 'weapp-login';
import { openStore } from '../../src/store/location/open-store.ts';
import { bearer, problemOf, startTestServer, type TestServer } from '../server.ts';
import { createFaultyStore, type StoreFault } from './faulty-store.ts';

const loads = (process.env.FAULTS_AT_ONCE ?? '5').split(',').map(Number);

/** What a login is answered while WeChat fails like this and the store works. */
const upstream: Record<string, { failure: Failure | undefined; answer: 'ok' | ProblemCode }> = {
  'WeChat works': { failure: undefined, answer: 'ok' },
  'WeChat is slow': { failure: { kind: 'latency', ms: 50 }, answer: 'ok' },
  'WeChat is busy (-1)': {
    failure: { kind: 'errcode', errcode: -1 },
    answer: 'wechat-unavailable',
  },
  'WeChat hangs': { failure: { kind: 'hang' }, answer: 'wechat-unavailable' },
  'WeChat drops connections': { failure: { kind: 'drop' }, answer: 'wechat-unavailable' },
  'WeChat answers 500': { failure: { kind: 'status', status: 500 }, answer: 'wechat-unavailable' },
  'a gateway answers 502': { failure: { kind: 'html', status: 502 }, answer: 'wechat-unavailable' },
  'a page comes instead of JSON': { failure: { kind: 'html' }, answer: 'wechat-unavailable' },
  'the code is refused (40029)': {
    failure: { kind: 'errcode', errcode: 40029 },
    answer: 'code-rejected',
  },
  'the person is blocked (40226)': {
    failure: { kind: 'errcode', errcode: 40226 },
    answer: 'user-blocked',
  },
  'the quota is used up (45011)': {
    failure: { kind: 'errcode', errcode: 45011 },
    answer: 'too-many-requests',
  },
  // Settings that only the operator can fix are the only internal errors that are not bugs.
  'the AppSecret is wrong (40125)': {
    failure: { kind: 'errcode', errcode: 40125 },
    answer: 'internal',
  },
};

const stores: Record<string, StoreFault> = {
  'the store works': 'none',
  'the store is slow': 'slow',
  'the store is away': 'unavailable',
  'the store goes away before it can answer': 'lost-answer',
};
const works = (fault: StoreFault) => fault === 'none' || fault === 'slow';

/** What an answer says, and whether it has what belongs to it. */
async function outcome(response: Response): Promise<'ok' | ProblemCode> {
  if (response.status < 400) return 'ok';
  const { code } = await problemOf(response);
  if (response.status === 503 || response.status === 429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  return code;
}

async function logIn({ post, codeOf }: TestServer, key: string | undefined) {
  const response = await post(
    '/login',
    { code: codeOf('dawei') },
    key === undefined ? {} : { 'idempotency-key': key },
  );
  const said = await outcome(response.clone());
  return { said, token: said === 'ok' ? ((await response.json()) as LoginResponse).token : '' };
}

const rows = Object.entries(upstream).flatMap(([wechat, { failure, answer }]) =>
  Object.entries(stores).flatMap(([store, fault]) =>
    loads.map((load) => ({ wechat, failure, store, fault, load, answer })),
  ),
);

describe.concurrent.each(rows)(
  '$wechat, $store, $load at once',
  ({ failure, fault, load, answer }) => {
    test.each([
      // WeChat is asked first.
      ['without a key', false, answer === 'ok' && !works(fault) ? 'store-unavailable' : answer],
      // The attempt is written down first.
      ['with a key', true, works(fault) ? answer : 'store-unavailable'],
    ] as const)(
      'a login %s, and what was there before and comes after',
      async (_, keyed, expected) => {
        const current = { fault: 'none' as StoreFault };
        const server = await startTestServer({
          store: createFaultyStore(openStore({ file: ':memory:' }), current),
          // Waited for only where WeChat hangs; elsewhere a busy machine must not look like it.
          wechatTimeouts: { connectMs: 2_000, totalMs: failure?.kind === 'hang' ? 2_000 : 10_000 },
        });
        const { token } = await server.login('xiaoming');
        // A check of the store is reused for a second.
        const readiness = async () => (await server.request('GET', '/readyz')).status;
        const expectReadiness = (status: number) =>
          vi.waitFor(async () => expect(await readiness()).toBe(status), { timeout: 10_000 });

        if (failure) server.fake.fail(failure);
        current.fault = fault;
        const many = Array.from({ length: load }, (_each, n) => n);
        const [logins, visits] = await Promise.all([
          Promise.all(many.map((n) => logIn(server, keyed ? `attempt ${n}` : undefined))),
          Promise.all(many.map(async () => outcome(await server.get('/me', token)))),
        ]);
        expect(new Set(logins.map(({ said }) => said))).toEqual(new Set([expected]));
        // Who has a session doesn't notice anything of WeChat.
        expect(new Set(visits)).toEqual(new Set([works(fault) ? 'ok' : 'store-unavailable']));
        await expectReadiness(works(fault) ? 200 : 503);
        const faults = server.logLines().filter(({ err }) => err !== undefined);
        expect(faults).toEqual([]);

        current.fault = 'none';
        server.fake.clearFailures();
        // Nothing that was acknowledged is lost, and no restart is needed.
        for (const one of [token, ...logins.flatMap((login) => login.token || [])])
          expect((await server.request('GET', '/me', { headers: bearer(one) })).status).toBe(200);
        await expectReadiness(200);
        await server.close();
      },
    );
  },
);
