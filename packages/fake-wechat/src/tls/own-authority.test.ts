import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ownAuthority } from './own-authority.ts';

const dayMs = 24 * 60 * 60 * 1000;

test('the authority is kept, readable by its owner alone, and made again before it expires', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'fake-wechat-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  let now = Date.UTC(2030, 0, 1);
  const options = { folder, now: () => now };
  const first = await ownAuthority(options);
  now += 330 * dayMs;
  expect(await ownAuthority(options)).toEqual(first);
  now += 10 * dayMs;
  const second = await ownAuthority(options);
  expect(second.cert).not.toBe(first.cert);
  const { mode } = await stat(path.join(folder, 'fake-wechat-ca-key.pem'));
  if (process.platform !== 'win32') expect(mode & 0o077).toBe(0);
});
