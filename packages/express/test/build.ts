import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Builds apps/server once, before the test files that start it run beside each other. */
export default async function setup() {
  // turbo has built it before the tests of any package, which run at the same time.
  if (process.env.TURBO_HASH) return;
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'build.ts'], {
    cwd: new URL('../../../apps/server/', import.meta.url),
  });
}
