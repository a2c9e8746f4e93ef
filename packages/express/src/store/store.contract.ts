import { type Case, collectCases } from '../suite/collect-cases.ts';
import { expect } from '../suite/expect.ts';
import { defineDeletion } from './contract/deletion.contract.ts';
import { defineLogins } from './contract/logins.contract.ts';
import { defineMoves } from './contract/moves.contract.ts';
import { defineProfiles } from './contract/profiles.contract.ts';
import { defineSessionKeys } from './contract/session-keys.contract.ts';
import { defineSessions } from './contract/sessions.contract.ts';
import { createStoreSuite, now } from './contract/suite.contract.ts';
import type { Store } from './store.ts';

/**
 * Returns the cases that every store passes, whatever it keeps its records in. They need no test runner, share nothing
 * and may run at the same time; each opens a store and closes it. docs/guides/add-a-store.md
 * @param open opens a store with nothing in it
 */
export function storeSuite(open: () => Store | Promise<Store>): Case[] {
  return collectCases((definition) => {
    const suite = createStoreSuite(definition, open);
    defineLogins(suite);
    defineSessions(suite);
    defineProfiles(suite);
    defineDeletion(suite);
    defineMoves(suite);
    defineSessionKeys(suite);

    definition.test('says that it works, as often as it is asked', async () => {
      expect(await suite.store.check(now)).toBeUndefined();
      expect(await suite.store.check(now + 1)).toBeUndefined();
    });
  });
}
