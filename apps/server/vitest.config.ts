import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts', 'test/shared-postgres.ts'],
    // What these bring about, only Linux can be made to do from outside.
    exclude: [
      ...configDefaults.exclude,
      ...(process.platform === 'linux' ? [] : ['**/*.linux.test.ts']),
    ],
  },
});
