import { spawnSync } from 'node:child_process';
import { configDefaults, defineConfig } from 'vitest/config';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;

export default defineConfig({
  test: {
    // A busy machine must not fail a test.
    expect: { poll: { timeout: 10_000, interval: 10 } },
    globalSetup: ['test/build.ts', 'test/shared-postgres.ts'],
    exclude: [
      ...configDefaults.exclude,
      // What these bring about, only Linux can be made to do from outside.
      ...(process.platform === 'linux' ? [] : ['**/*.linux.test.ts']),
      // These compile a library for LD_PRELOAD.
      ...(process.platform === 'linux' && hasCompiler ? [] : ['**/*.cc.test.ts']),
    ],
  },
});
