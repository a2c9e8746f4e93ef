import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { appId } from '../../test/client.ts';
import { startFake } from '../../test/start-fake.ts';

/** One file of JavaScript, which a process loads many times faster than it would compile TypeScript. */
async function buildCaller(folder: string): Promise<string> {
  const entry = fileURLToPath(new URL('../../test/caller.ts', import.meta.url));
  const outfile = path.join(folder, 'caller.cjs');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', logLevel: 'error' });
  return outfile;
}

/** Processes that are ready to call. Each call of the result lets all of them ask at once. */
async function startCallers(caller: string, count: number, ask: () => object) {
  const children = await Promise.all(
    Array.from({ length: count }, async () => {
      const child = fork(caller, { execArgv: [] });
      onTestFinished(() => void child.kill('SIGKILL'));
      expect(await once(child, 'message')).toEqual(['ready', undefined]);
      return child;
    }),
  );
  return () =>
    Promise.all(
      children.map(async (child) => {
        child.send(ask());
        return (await once(child, 'message'))[0];
      }),
    );
}

test('ten processes at once fetch at most ten times, and none is left with a dead token', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'weapp-login-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const fake = await startFake();
  const fetches = () => fake.calls('/cgi-bin/stable_token');
  const work = (cacheFile?: string) => () => ({
    url: fake.url,
    ...(cacheFile && { cacheFile }),
    code: fake.issuePhoneCode({ personId: 'xiaoming', appId }),
  });
  const caller = await buildCaller(folder);
  const cacheFile = path.join(folder, 'access-token.json');
  const [alone, sharing] = await Promise.all([
    startCallers(caller, 5, work()),
    startCallers(caller, 5, work(cacheFile)),
  ]);
  const askAll = async () => [...(await Promise.all([alone(), sharing()]))].flat();
  const numbers = Array(10).fill('12066600001');

  expect(await askAll()).toEqual(numbers);
  expect(fetches()).toBeLessThanOrEqual(10);

  const before = fetches();
  expect(await askAll()).toEqual(numbers);
  expect(fetches()).toBe(before);

  fake.revokeAccessTokens({ appId });
  expect(await askAll()).toEqual(numbers);
  expect(fetches() - before).toBeLessThanOrEqual(10);
  expect(fetches() - before).toBeGreaterThanOrEqual(5);

  const late = await startCallers(caller, 1, work(cacheFile));
  const known = fetches();
  expect(await late()).toEqual(['12066600001']);
  expect(fetches()).toBe(known);
}, 60_000);
