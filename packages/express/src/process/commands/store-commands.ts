import { randomBytes } from 'node:crypto';
import { moveAccounts } from '../../moves/move-accounts.ts';
import { databaseExists } from '../../store/location/database-exists.ts';
import { openStore } from '../../store/location/open-store.ts';
import type { OwnTables } from '../../store/sql/own-tables.ts';
import type { JoinRefusal, Store } from '../../store/store.ts';
import { connectApps } from '../../wechat/apps.ts';
import type { Config } from '../settings/config.ts';
import { dataLocationsOf } from '../settings/data-locations.ts';

interface CommandResult {
  text: string;
  complete: boolean;
}

async function withStore(
  {
    config,
    serverFolder,
    own,
  }: { config: Config; serverFolder: string; own?: OwnTables | undefined },
  work: (store: Store) => Promise<CommandResult>,
): Promise<CommandResult> {
  const { store: location } = dataLocationsOf(config, serverFolder);
  try {
    if (!(await databaseExists(location)))
      return {
        text: 'No database: set DATA_DIR or DATABASE_URL as the server has it.',
        complete: false,
      };
    const store = openStore(location, { own });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } catch (error) {
    return { text: (error as Error).message, complete: false };
  }
}

/**
 * The command `move-accounts`: gives the accounts of an AppID that has moved the openids of the new one, which must be an
 * app of the settings.
 * @returns the text to print, and whether every account is moved
 */
export function moveAccountsCommand(options: {
  config: Config;
  serverFolder: string;
  from: string;
  to: string;
  dryRun: boolean;
  onProgress: (accounts: number) => void;
}): Promise<CommandResult> {
  const { config, from, to, dryRun, onProgress } = options;
  const app = config.apps.find(({ appId }) => appId === to);
  if (!app)
    return Promise.resolve({
      text: `${to} is not in WECHAT_APP_ID or WECHAT_APPS: its AppSecret is needed.`,
      complete: false,
    });
  return withStore(options, async (store) => {
    const [{ wechat }] = connectApps([app], { ...config, now: Date.now, randomBytes });
    const move = { store, wechat, fromAppId: from, toAppId: to, dryRun, onProgress };
    const { accounts, moved, otherUser, unknown } = await moveAccounts(move);
    const text = [
      `${dryRun ? 'Dry run: would move' : 'Moved'} ${moved} of ${accounts} accounts from ${from} to ${to}.`,
      ...(otherUser > 0
        ? [`${otherUser} have another user there already; see join-users, or let both stay.`]
        : []),
      ...(unknown > 0 ? [`WeChat knows no new openid for ${unknown}; they stay.`] : []),
    ].join('\n');
    return { text, complete: otherUser + unknown === 0 };
  });
}

const refusals: Readonly<Record<JoinRefusal, string>> = {
  'same-user': 'both IDs are of one user',
  'no-such-user': 'one of them does not exist',
  'same-app': 'both have an account in the same AppID, so they are two WeChat accounts',
  'two-unionids': 'they have two unionids, so they are two people to WeChat',
  'two-phone-numbers': 'they have two phone numbers; delete one of them first',
};

/**
 * The command `join-users`.
 * @param options.own tables of the app, whose rows `onJoin` gives to the user who stays
 * @returns the text to print, and whether they are one user now
 */
export function joinUsersCommand(options: {
  config: Config;
  serverFolder: string;
  own?: OwnTables | undefined;
  from: string;
  into: string;
}): Promise<CommandResult> {
  const { from, into } = options;
  return withStore(options, async (store) => {
    const outcome = await store.joinUsers(from, into);
    return outcome === 'joined'
      ? { text: `Joined ${from} into ${into}.`, complete: true }
      : { text: `Not joined: ${refusals[outcome]}.`, complete: false };
  });
}

/**
 * The command `scrub`: removes what was deleted from the files of the database, those of large tables too.
 * @param options.now milliseconds since 1970
 */
export function scrubCommand(options: {
  config: Config;
  serverFolder: string;
  now: number;
}): Promise<CommandResult> {
  return withStore(options, async (store) => {
    await store.scrub({ now: options.now, pauseMs: 0, whole: true });
    return { text: 'Nothing of what was deleted is in the files of the database.', complete: true };
  });
}
