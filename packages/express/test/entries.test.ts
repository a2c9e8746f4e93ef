import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Returns which of these CommonJS packages a process has loaded once it has imported an entry. */
async function loadedBy(entry: string, packages: readonly string[]): Promise<string[]> {
  const program = `
    import { createRequire } from 'node:module';
    await import('${entry}');
    console.log(JSON.stringify(Object.keys(createRequire(import.meta.url).cache)));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', program],
    { cwd: new URL('..', import.meta.url) },
  );
  const files: string[] = JSON.parse(stdout);
  return packages.filter((name) => files.some((file) => file.includes(`/node_modules/${name}/`)));
}

/** Optional ones are loaded at their first use. */
const packages = ['pino', 'router', 'pg', 'prom-client', '@photostructure/sqlite'];

test.each([
  ['@weapp-login/express', ['router']],
  ['@weapp-login/express/store', []],
  ['@weapp-login/express/http-server', []],
  ['@weapp-login/express/metrics', []],
  ['@weapp-login/express/tracing', []],
  ['@weapp-login/express/process', ['pino', 'router']],
])('%s loads only what it needs', async (entry, expected) => {
  expect(await loadedBy(entry, packages)).toEqual(expected);
});
