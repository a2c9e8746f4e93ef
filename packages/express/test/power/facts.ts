import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { developmentSecret } from '../../src/process/settings/development-secret.ts';
import { createSessionKeyRing } from '../../src/sealing/seal.ts';
import { openStore } from '../../src/store/location/open-store.ts';
import type { Database } from '../../src/store/sqlite/database.ts';
import { openDataFolder } from './open-data-folder.ts';

interface Person {
  nickname?: string;
  phone?: string;
  avatar?: string;
}

/** What a server finds in its data folder. */
export interface Facts {
  /** What is wrong with the folder itself. */
  faults: string[];
  sessions: ReadonlySet<string>;
  /** The ids of login attempts that have a token, and can be repeated. */
  attempts: ReadonlySet<string>;
  /** By openid. */
  people: ReadonlyMap<string, Person>;
  /** The digest of each picture, by its name. */
  pictures: ReadonlyMap<string, string>;
}

interface Row {
  app_id: string;
  openid: string;
  session_key: Uint8Array;
  session_key_id: string;
  nickname: string | null;
  avatar: string | null;
  phone_number: string | null;
}

export const digest = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url');

/**
 * Opens a data folder with the server's own code, and reads what is in it.
 * @param options.whole starts the whole store too, with a thread that writes
 */
export async function readFacts(dataDir: string, options: { whole: boolean }): Promise<Facts> {
  const facts = {
    faults: [] as string[],
    sessions: new Set<string>(),
    attempts: new Set<string>(),
    people: new Map<string, Person>(),
  };
  const accounts: Row[] = [];
  try {
    if (options.whole) {
      const store = openStore({ file: path.join(dataDir, 'weapp-login.sqlite') });
      await store.check(Date.now()).finally(store.close);
    }
    await openDataFolder(dataDir, (db) => readDatabase(db, facts, accounts));
  } catch (error) {
    facts.faults.push(`the database can't be used: ${(error as Error).message}`);
  }
  await checkSecret(dataDir, accounts, facts.faults);
  const pictures = readPictures(path.join(dataDir, 'pictures'));
  const owned = new Set([...facts.people.values()].map(({ avatar }) => avatar));
  if ([...pictures.keys()].some((name) => !owned.has(name)))
    facts.faults.push("a file that is not a user's picture stays");
  return { ...facts, pictures };
}

function readDatabase(
  db: Database,
  facts: {
    faults: string[];
    sessions: Set<string>;
    attempts: Set<string>;
    people: Map<string, Person>;
  },
  accounts: Row[],
): void {
  const [check] = db.run('PRAGMA integrity_check(1)') as { integrity_check: string }[];
  if (check?.integrity_check !== 'ok') facts.faults.push(`integrity: ${check?.integrity_check}`);
  for (const row of db.run('SELECT token_hash FROM weapp_login_store.sessions') as {
    token_hash: Uint8Array;
  }[])
    facts.sessions.add(Buffer.from(row.token_hash).toString('base64url'));
  const attempts = db.run(
    'SELECT id FROM weapp_login_store.login_attempts WHERE sealed_token IS NOT NULL',
  ) as { id: Uint8Array }[];
  for (const { id } of attempts) facts.attempts.add(Buffer.from(id).toString('base64url'));
  const rows = db.run(
    `SELECT app_id, openid, session_key, session_key_id, nickname, avatar, phone_number
     FROM weapp_login_store.accounts a JOIN weapp_login_store.users u ON u.id = a.user_id`,
  ) as Row[];
  for (const row of rows) {
    accounts.push(row);
    facts.people.set(row.openid, {
      ...(row.nickname !== null && { nickname: row.nickname }),
      ...(row.phone_number !== null && { phone: row.phone_number }),
      ...(row.avatar !== null && { avatar: row.avatar }),
    });
  }
}

/** The development secret must exist and decrypt what was encrypted with it. */
async function checkSecret(dataDir: string, accounts: Row[], faults: string[]) {
  const randomBytes = (size: number) => Buffer.alloc(size, 7);
  let secret: string;
  try {
    secret = await developmentSecret(dataDir, { now: Date.now, randomBytes });
  } catch (error) {
    faults.push(`the server does not start: ${(error as Error).message.replace(dataDir, '')}`);
    return;
  }
  const ring = createSessionKeyRing({ secrets: [secret], randomBytes });
  for (const row of accounts) {
    const sealed = { keyId: row.session_key_id, sealed: row.session_key };
    const account = { appId: row.app_id, openid: row.openid };
    if (ring.unseal(sealed, account) === undefined)
      faults.push(`the session_key of ${row.openid} can't be decrypted`);
  }
}

function readPictures(folder: string): Map<string, string> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(names.map((name) => [name, digest(readFileSync(path.join(folder, name)))]));
}
