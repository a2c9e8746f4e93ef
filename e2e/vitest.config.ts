import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './support/setup.ts',
    // The tests wait more than they compute.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // A busy machine is not a failure.
    expect: { poll: { timeout: 10_000 } },
  },
});
