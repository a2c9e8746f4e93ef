import { defineConfig } from 'vitest/config';

/** For `pnpm test:wechat`: the contract of the upstream, held against WeChat itself. */
export default defineConfig({
  test: { include: ['test/real-wechat.ts'], testTimeout: 30_000 },
});
