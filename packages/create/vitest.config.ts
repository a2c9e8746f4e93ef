import { defineConfig } from 'vitest/config';

// A busy machine must not fail a test.
export default defineConfig({ test: { expect: { poll: { timeout: 10_000 } } } });
