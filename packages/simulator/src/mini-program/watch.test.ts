import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { watchFolder } from './watch.ts';

test.each([0, 1, 2, 4, 8, 16, 32, 64])(
  'a file written %i ms after the start is not missed',
  async (delayMs) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'watch-'));
    for (const name of ['a', 'b', 'c']) {
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, 'page.js'), '');
    }
    // Older than what the watcher takes for a change.
    await wait(100);
    let changes = 0;
    const watcher = watchFolder(folder, () => {
      changes++;
    });
    onTestFinished(async () => {
      await watcher.close();
      await rm(folder, { recursive: true });
    });
    if (delayMs > 0) await wait(delayMs);
    await writeFile(path.join(folder, 'b', 'page.js'), 'changed');
    await expect.poll(() => changes, { timeout: 10_000 }).toBeGreaterThan(0);
  },
);

test('a folder in which nothing changes has no change', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'watch-'));
  await writeFile(path.join(folder, 'app.js'), '');
  await wait(100);
  let changes = 0;
  const watcher = watchFolder(folder, () => {
    changes++;
  });
  onTestFinished(async () => {
    await watcher.close();
    await rm(folder, { recursive: true });
  });
  await wait(500);
  expect(changes).toBe(0);
});
