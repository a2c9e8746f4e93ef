import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { type FakeWechat, startFakeWechat } from '@weapp-login/fake-wechat';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { killRounds } from '../../../test/kill-rounds.ts';
import { killableServer } from '../../../test/killable.ts';

let fake: FakeWechat;
let folder: string;
beforeAll(async () => {
  fake = await startFakeWechat();
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-kill-'));
});
afterAll(async () => {
  await fake.close();
  rmSync(folder, { recursive: true });
});

// `pnpm --filter @weapp-login/express torture` does it a hundred times, and to PostgreSQL too.
test('kill -9 in the middle of logins takes none back that was answered', {
  timeout: 30_000,
}, async () => {
  const victim = killableServer({ DATA_DIR: folder, WECHAT_API_URL: fake.url });
  const { logins, lost } = await killRounds({ fake, victim, rounds: 3, longest: 300 });
  await victim.stop();
  expect(logins).toBeGreaterThanOrEqual(3);
  expect(lost).toBe(0);
  const db = new DatabaseSync(path.join(folder, 'weapp-login.sqlite'));
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }]);
  db.close();
});
