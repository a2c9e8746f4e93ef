import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openStore } from '../store/location/open-store.ts';
import { storeSuite } from '../store/store.contract.ts';
import type { Store } from '../store/store.ts';
import { type Case, collectCases } from './collect-cases.ts';
import { expect as expectWithoutRunner } from './expect.ts';

const failuresOf = async (cases: readonly Case[]) => {
  const outcomes = await Promise.allSettled(cases.map(({ run }) => run()));
  return cases.filter((_, index) => outcomes[index]?.status === 'rejected').map(({ name }) => name);
};

test('a case has the names and the preparation of its groups, and shares nothing', async () => {
  const events: string[] = [];
  const cases = collectCases(({ describe, test, beforeEach }) => {
    let count = 0;
    beforeEach(() => {
      count += 1;
      return () => events.push('closed');
    });
    test('one', () => events.push(`one ${count}`));
    describe('a group', () => {
      beforeEach(() => {
        count += 10;
      });
      test('two', () => {
        events.push(`two ${count}`);
        throw new Error('failed');
      });
    });
    test('three', () => events.push(`three ${count}`));
  });
  expect(cases.map(({ name }) => name)).toEqual(['one', 'a group two', 'three']);
  await cases[0]?.run();
  await expect(cases[1]?.run()).rejects.toThrow('failed');
  await cases[2]?.run();
  expect(events).toEqual(['one 1', 'closed', 'two 11', 'closed', 'three 1', 'closed']);
});

describe('the store suite', () => {
  const memory = () => openStore({ file: ':memory:' });

  test('names each case once', () => {
    const names = storeSuite(memory).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('passes with all its cases at once', async () => {
    expect(await failuresOf(storeSuite(memory))).toEqual([]);
  });

  const broken: [string, (store: Store) => Partial<Store>, string][] = [
    ['forgets nothing', () => ({ deleteSession: async () => {} }), 'is gone once deleted'],
    ['never swept', () => ({ sweep: async () => 0 }), 'a sweep removes what has expired'],
    [
      'one session too many',
      ({ countSessions }) => ({ countSessions: async (now) => (await countSessions(now)) + 1 }),
      'open sessions are counted',
    ],
    [
      'a nickname without its phone number',
      ({ updateProfile }) => ({
        updateProfile: (id, { phoneNumber: _, ...profile }) => updateProfile(id, profile),
      }),
      'the profile of a person is seen by every session',
    ],
  ];
  test.each(broken)('fails a store that is wrong: %s', async (_, change, name) => {
    const open = () => {
      const store = memory();
      return { ...store, ...change(store) };
    };
    expect((await failuresOf(storeSuite(open))).join('\n')).toContain(name);
  });

  test('needs no test runner', async () => {
    const program = `
      import { openStore } from '@weapp-login/express/store';
      import { storeSuite } from '@weapp-login/express/store-suite';
      const cases = storeSuite(() => openStore({ file: ':memory:' }));
      for (const { run } of cases) await run();
      console.log(cases.length);`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const cwd = fileURLToPath(new URL('../..', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd });
    expect(stdout).toBe(`${storeSuite(memory).length}\n`);
  });
});

test.each<[string, () => void]>([
  ['another type', () => expectWithoutRunner('1').toBe(1)],
  ['another type inside', () => expectWithoutRunner({ a: 1n }).toEqual({ a: 1 })],
  ['a member more', () => expectWithoutRunner({ a: 1, b: 2 }).toEqual({ a: 1 })],
  ['other bytes', () => expectWithoutRunner(Buffer.from('a')).toEqual(Buffer.from('b'))],
  ['another member', () => expectWithoutRunner({ a: { b: 1 } }).toMatchObject({ a: { b: 2 } })],
  ['a missing member', () => expectWithoutRunner({}).toMatchObject({ a: 1 })],
  ['an element more', () => expectWithoutRunner([{ a: 1 }, {}]).toMatchObject([{ a: 1 }])],
  ['nothing', () => expectWithoutRunner(undefined).toMatchObject({ a: 1 })],
  ['not there', () => expectWithoutRunner(undefined).toBeDefined()],
  ['there', () => expectWithoutRunner(null).toBeUndefined()],
  ['another length', () => expectWithoutRunner([1]).toHaveLength(2)],
  ['as large', () => expectWithoutRunner(2).toBeLessThan(2)],
  ['a property', () => expectWithoutRunner({ a: undefined }).not.toHaveProperty('a')],
  ['no object', () => expectWithoutRunner(undefined).not.toHaveProperty('a')],
])('an assertion refuses %s', (_, assertion) => {
  expect(assertion).toThrow();
});
