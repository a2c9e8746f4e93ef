import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildMiniProgram } from '@weapp-login/simulator/build';

export const source = fileURLToPath(new URL('../src', import.meta.url));

/** A build of the mini program in a folder of its own. */
export async function buildForTest(apiBaseUrlDevelop: string) {
  const output = await mkdtemp(join(tmpdir(), 'miniprogram-'));
  const built = await buildMiniProgram({ source, output, apiBaseUrlDevelop });
  return { output, ...built, remove: () => rm(output, { recursive: true }) };
}
