import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A busy machine must not fail a test.
    expect: { poll: { timeout: 10_000, interval: 10 } },
    globalSetup: ['../express/test/build.ts', '../express/test/shared-postgres.ts'],
    // What these bring about, only Linux can be made to do from outside.
    exclude: [
      ...configDefaults.exclude,
      ...(process.platform === 'linux' ? [] : ['**/*.linux.test.ts']),
    ],
  },
});
