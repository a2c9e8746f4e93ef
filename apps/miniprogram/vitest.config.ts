import { defineConfig } from 'vitest/config';

export default defineConfig({
  // What the build sets in src/config.ts.
  define: { API_BASE_URL_DEVELOP: JSON.stringify('http://127.0.0.1:2020') },
  // A busy machine must not fail a test.
  test: { expect: { poll: { timeout: 10_000 } } },
});
