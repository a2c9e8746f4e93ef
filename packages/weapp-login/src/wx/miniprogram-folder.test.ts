import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startApi } from '../../test/api.ts';
import { createPhone } from '../../test/phone.ts';

/** What 构建 npm of WeChat DevTools copies: CommonJS, resolved by files alone, without a package.json. */
const folder = mkdtempSync(path.join(tmpdir(), 'miniprogram-npm-'));
const target = path.join(folder, 'weapp-login');

beforeAll(() => {
  const project = path.join(import.meta.dirname, '../..');
  const tsc = path.join(project, 'node_modules/typescript/bin/tsc');
  const args = ['-p', 'tsconfig.miniprogram.json', '--outDir', target];
  execFileSync(process.execPath, [tsc, ...args], { cwd: project });
  // As prepack does.
  for (const file of ['schemas.js', 'text.js']) rmSync(path.join(target, file));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('every module that one of them requires is there', () => {
  const files = readdirSync(target, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  );
  expect(files.length).toBeGreaterThan(20);
  for (const file of files)
    for (const [, specifier = ''] of readFileSync(path.join(target, file), 'utf8').matchAll(
      /require\("([^"]+)"\)/g,
    ))
      expect(existsSync(path.join(target, path.dirname(file), specifier)), specifier).toBe(true);
});

test('a mini program logs in with it', async () => {
  const api = await startApi();
  onTestFinished(() => api.close());
  const require = createRequire(path.join(folder, 'app.js'));
  const { routes } = require('./weapp-login');
  const { createSession } = require('./weapp-login/wx');
  const session = createSession({ wx: createPhone().wx, routes, baseUrl: api.baseUrl });
  expect((await session.call('me', {})).user.openid).toBe('openid-of-li');
});
