import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('chown by reference through the link of systemd gives the restored files to the owner of the folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-chown-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // Only root can change a file's owner; for other users all files have one owner.
  const owner = process.getuid?.() === 0 ? 4321 : process.getuid?.();
  const { stdout, stderr } = spawnSync(
    'sh',
    [
      '-euc',
      `mkdir private; chown ${owner} private; ln -s private link; touch link/file
       chown --recursive --reference=link/ link/
       stat -c %u private/file`,
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect([stdout, stderr]).toEqual([`${owner}\n`, '']);
});
