import { expect, test } from 'vitest';
import { soak } from './soak.ts';

// `pnpm check:soak` does the same for ten minutes.
test('two processes are restarted in turn under load: no request fails, no session is lost', async () => {
  const result = await soak({ seconds: 3, restartEverySeconds: 1, callers: 4 });
  expect(result).toMatchObject({ failed: [], lost: 0, badEnds: [] });
  expect(result.restarts).toBeGreaterThanOrEqual(1);
  expect(result.logins).toBeGreaterThan(0);
}, 60_000);
