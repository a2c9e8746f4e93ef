import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problemOf, startTestServer, type TestServer } from '../../../test/server.ts';
import { openStore } from '../location/open-store.ts';
import type { Store } from '../store.ts';

const nobody = 65_534;

let folder: string;
let file: string;
let store: Store;
let server: TestServer;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-outage-'));
  file = path.join(folder, 'weapp-login.sqlite');
  store = openStore({ file });
  server = await startTestServer({ store });
});
afterEach(async () => {
  await server.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const logIn = () => server.post('/login', { code: server.codeOf('dawei') });
const statusOf = async (path: string, token?: string) => (await server.get(path, token)).status;

/** A check of the store is reused for a second. */
const expectReadiness = (status: number) =>
  expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(status);

async function expectOutage() {
  const response = await logIn();
  expect(response.status).toBe(503);
  await expectReadiness(503);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await problemOf(response)).toMatchObject({ code: 'store-unavailable' });
  expect(await statusOf('/healthz')).toBe(200);
}

async function expectRecovery() {
  await expect.poll(async () => (await logIn()).status, { timeout: 3_000 }).toBe(200);
  await expectReadiness(200);
}

test('a disk with no room: logins wait for better times, open sessions go on, no restart', async () => {
  const { token } = await server.login('dawei');
  // The system refuses to let any file of this process grow beyond this.
  const limitFiles = (bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  const largest = Math.max(
    ...readdirSync(folder).map((name) => statSync(path.join(folder, name)).size),
  );
  limitFiles(largest);
  try {
    await expectOutage();
    await expectOutage();
    expect(await statusOf('/me', token)).toBe(200);
    // A due update of lastSeenAt is not a reason to refuse the request.
    server.clock.now += 2 * 60 * 60 * 1000;
    expect(await statusOf('/me', token)).toBe(200);
  } finally {
    limitFiles('unlimited');
  }
  await expectRecovery();
  expect(await statusOf('/me', token)).toBe(200);
});

test('a file that another program has locked: logins are refused after a while, readers are not', async () => {
  const { token } = await server.login('dawei');
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  const refused = expectOutage();
  // The wait for the lock does not hold up the rest of the process.
  const startedAt = performance.now();
  expect(await statusOf('/me', token)).toBe(200);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  await refused;
  other.exec('COMMIT');
  other.close();
  await expectRecovery();
});

test('a lock that is given back in time is only a delay', async () => {
  await server.login('dawei');
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  setTimeout(() => other.exec('COMMIT'), 300);
  expect((await logIn()).status).toBe(200);
  other.close();
});

test('a file that is read-only when the server starts: it recovers once it may write', async () => {
  const { token } = await server.login('dawei');
  await store.close();
  // Nothing is read-only to the superuser.
  const isRoot = process.geteuid?.() === 0;
  const files = readdirSync(folder).map((name) => path.join(folder, name));
  if (isRoot) for (const each of [folder, ...files]) chownSync(each, nobody, nobody);
  for (const each of files) chmodSync(each, 0o444);
  chmodSync(folder, 0o555);
  if (isRoot) process.seteuid?.(nobody);
  try {
    await expectOutage();
    chmodSync(folder, 0o755);
    for (const each of files) chmodSync(each, 0o644);
    await expectRecovery();
    expect(await statusOf('/me', token)).toBe(200);
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});
