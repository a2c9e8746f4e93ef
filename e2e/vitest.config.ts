import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './support/setup.ts',
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
