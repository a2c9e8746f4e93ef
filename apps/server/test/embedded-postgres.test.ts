import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('who has imported it still ends with the exit code that he chose', () => {
  const module = new URL('embedded-postgres.ts', import.meta.url);
  const script = `await import('${module}'); process.exitCode = 3;`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([3, '']);
});
