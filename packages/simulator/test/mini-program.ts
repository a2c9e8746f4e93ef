import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes files below a folder, making the folders between. */
export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
}

/** A mini program of one page, `pages/a/a`, unless the files say otherwise; gone when the test is over. */
export async function miniProgram(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mini-program-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFiles(folder, {
    'app.json': '{ "pages": ["pages/a/a"] }',
    'app.js': 'App({});',
    'pages/a/a.js': 'Page({});',
    'pages/a/a.wxml': '<view>page a</view>',
    ...files,
  });
  return folder;
}
