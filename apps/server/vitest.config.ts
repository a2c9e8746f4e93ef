import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A busy machine is no failure.
    expect: { poll: { timeout: 10_000, interval: 10 } },
    globalSetup: ['test/build.ts', 'test/shared-postgres.ts'],
    // What these bring about, only Linux can be made to do from outside.
    exclude: [
      ...configDefaults.exclude,
      ...(process.platform === 'linux' ? [] : ['**/*.linux.test.ts']),
    ],
  },
});
