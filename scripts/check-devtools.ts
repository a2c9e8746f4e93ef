// `pnpm check:devtools`: packs weapp-login, and has WeChat's own compiler (miniprogram-ci, installed in a temporary folder) build
// and compile a mini program that requires it. It uses no account: the key is made up, and nothing is uploaded.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'devtools-'));
const app = path.join(folder, 'app');
const write = (file: string, content: string | object) => {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, typeof content === 'string' ? content : JSON.stringify(content));
};
const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund'];

/** What WeChat tells its compiler about an app; without it, the compiler asks the network. */
const attributes = {
  platform: false,
  appType: 0,
  isSandbox: false,
  released: false,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 16,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
  },
};

try {
  const packed = run(
    path.join(root, 'packages/weapp-login'),
    'pnpm',
    'pack',
    '--json',
    '--pack-destination',
    folder,
  );
  const { filename } = JSON.parse(packed.slice(packed.indexOf('{\n'))) as { filename: string };
  write('package.json', { private: true });
  run(folder, 'npm', ...install, 'miniprogram-ci@2.1.42');

  write('app/package.json', { name: 'app', version: '1.0.0' });
  write('app/project.config.json', { appid: 'wx0123456789abcdef', compileType: 'miniprogram' });
  write('app/app.json', { pages: ['pages/index/index'] });
  write(
    'app/app.js',
    `const { routes } = require('weapp-login');
const { createSession } = require('weapp-login/wx');
App({ session: createSession({ wx, routes, baseUrl: 'http://127.0.0.1:2020' }) });`,
  );
  write('app/pages/index/index.js', 'Page({ onLogin: () => getApp().session.login() });');
  write('app/pages/index/index.json', {});
  write('app/pages/index/index.wxml', '<button bindtap="onLogin">login</button>');
  run(app, 'npm', ...install, path.resolve(folder, filename));

  write(
    'compile.cjs',
    `const { generateKeyPairSync } = require('node:crypto');
const ci = require('miniprogram-ci');
const pem = { type: 'pkcs1', format: 'pem' };
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048, privateKeyEncoding: pem, publicKeyEncoding: pem,
});
const project = new ci.Project({
  appid: 'wx0123456789abcdef', type: 'miniProgram', projectPath: ${JSON.stringify(app)},
  privateKey, ignores: ['node_modules/**/*'],
});
project.attr = async () => (${JSON.stringify(attributes)});
(async () => {
  const warnings = await ci.packNpm(project);
  if (warnings.length > 0) throw new Error(JSON.stringify(warnings));
  const setting = { es6: true, minify: true };
  await ci.getCompiledResult({ project, setting, onProgressUpdate() {} }, 'compiled.zip');
  process.exit(0);
})().catch((error) => { console.error(error); process.exit(1); });`,
  );
  run(folder, process.execPath, 'compile.cjs');
  const listed = run(folder, 'unzip', '-Z1', 'compiled.zip').split('\n');
  for (const file of ['index.js', 'wx/index.js'])
    if (!listed.includes(`miniprogram_npm/weapp-login/${file}`))
      throw new Error(`${file} of weapp-login is not in the compiled mini program`);
  console.log(`✓ WeChat's compiler takes weapp-login: ${listed.length} files`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
