import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: ['../express/test/build.ts', '../express/test/shared-postgres.ts'] },
});
