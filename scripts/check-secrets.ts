// `pnpm check:secrets [arguments for turbo]`: runs the whole suite and searches its output and the mini program's build for
// secrets. Within the suite every test server searches its own log and metrics; see packages/express/test/secrets.ts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { globSync } from 'tinyglobby';
import { defaultApps } from '../packages/fake-wechat/src/index.ts';

const appSecrets = defaultApps.map(({ appSecret }) => appSecret);

/** Patterns of secrets in text. */
const shapes = [
  /Bearer [\w-]{43}\b/,
  /"token":\s*"[\w-]{43}"/,
  /js_code=[\w-]+/,
  /[?&]secret=\w+/,
  /"session_key":\s*"[A-Za-z0-9+/]{22}==/,
  /postgres:\/\/[^\s:]+:[^\s@]+@/,
];

let faults = 0;
function search(place: string, content: string, patterns: readonly (string | RegExp)[]) {
  for (const pattern of patterns) {
    const at = typeof pattern === 'string' ? content.indexOf(pattern) : content.search(pattern);
    if (at === -1) continue;
    faults++;
    const name = typeof pattern === 'string' ? 'an AppSecret' : String(pattern);
    process.stdout.write(
      `✗ ${place} has ${name}, after: ${content.slice(Math.max(0, at - 150), at)}\n`,
    );
  }
}

process.stdout.write('The whole suite runs; this takes some minutes.\n');
const suite = spawn(
  'pnpm',
  ['exec', 'turbo', 'run', 'build', 'test', '--force', ...process.argv.slice(2)],
  {
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
const [stdout, stderr, [code]] = await Promise.all([
  text(suite.stdout),
  text(suite.stderr),
  once(suite, 'close'),
]);
if (code !== 0) {
  faults++;
  process.stdout.write(`✗ the suite failed\n${stdout.slice(-4_000)}${stderr.slice(-2_000)}`);
}
const printed = stdout + stderr;
search('what the suite printed', printed, [...appSecrets, ...shapes]);

const root = path.resolve(import.meta.dirname, '..');
const built = globSync('apps/miniprogram/dist/**', { cwd: root });
if (built.length === 0) throw new Error('the mini program was not built');
for (const file of built)
  search(file, await text(createReadStream(path.join(root, file))), [...appSecrets, /session_key/]);

process.stdout.write(
  `${printed.length} characters of output and ${built.length} built files: ${faults === 0 ? 'no secret in them' : `${faults} faults`}\n`,
);
if (faults > 0) process.exitCode = 1;
