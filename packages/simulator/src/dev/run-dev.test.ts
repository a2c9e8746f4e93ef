import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, PortError } from './ports.ts';
import { runDev } from './run-dev.ts';

const listen = (variable: string, text: string) =>
  `require('node:http').createServer((req, res) => res.end('${text} ' + process.pid))
     .listen(Number(process.env.${variable}), '127.0.0.1');`;
const build = 'setInterval(() => {}, 1000);';

/** A project whose three parts are a few lines each, run by dev. */
async function startDev(files: { server?: string; build?: string; simulator?: string } = {}) {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'dev-')));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const manifest = JSON.stringify({ scripts: { dev: 'node src/main.cjs' } });
  write('apps/server/package.json', manifest);
  write('apps/server/src/main.cjs', files.server ?? listen('PORT', 'first'));
  write('apps/miniprogram/package.json', manifest);
  write('apps/miniprogram/src/main.cjs', files.build ?? build);
  write('simulator.cjs', files.simulator ?? listen('SIMULATOR_PORT', 'phone'));
  const env = {
    PATH: process.env.PATH,
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    FAKE_WECHAT_PORT: String(await freePort()),
  };
  let printed = '';
  let signal: (name: NodeJS.Signals) => void = () => undefined;
  const ended = runDev({
    root,
    serverFolder: path.join(root, 'apps/server'),
    miniProgramFolder: path.join(root, 'apps/miniprogram'),
    simulator: { command: 'node simulator.cjs', sources: [] },
    env,
    out: new Writable({
      write(chunk, _encoding, done) {
        printed += chunk;
        done();
      },
    }),
    onSignal: (stop) => {
      signal = stop;
    },
  });
  onTestFinished(async () => {
    signal('SIGTERM');
    await ended.catch(() => undefined);
    rmSync(root, { recursive: true });
  });
  const get = async (variable: keyof typeof env) =>
    fetch(`http://127.0.0.1:${env[variable]}/`).then(
      (response) => response.text(),
      () => 'no response',
    );
  return { root, write, ended, get, env, printed: () => printed, stop: () => signal('SIGTERM') };
}

const seen = (dev: { printed: () => string }, text: string | RegExp) =>
  expect.poll(dev.printed).toMatch(text);

test('dev says where everything is, restarts the server for a change, and ends all of it', async () => {
  const dev = await startDev();
  await seen(dev, 'weapp-login is running');
  expect(await dev.get('PORT')).toMatch(/^first \d+$/);
  dev.write('apps/server/src/main.cjs', listen('PORT', 'second'));
  await expect.poll(() => dev.get('PORT')).toMatch(/^second \d+$/);
  dev.stop();
  expect(await dev.ended).toBe(0);
  expect(await dev.get('PORT')).toBe('no response');
  expect(await dev.get('SIMULATOR_PORT')).toBe('no response');
  expect(dev.printed()).not.toContain('stopped');
});

test('a server that fails at its start is reported at once, with what it said, and starts once it is fixed', async () => {
  const dev = await startDev({ server: "console.error('no such setting'); process.exit(3);" });
  await seen(
    dev,
    /server \| no such setting\n\nThe server stopped with exit code 3\. It starts again when you save a file\.\n/,
  );
  expect(dev.printed()).not.toContain('is running');
  dev.write('apps/server/src/main.cjs', listen('PORT', 'fixed'));
  await seen(dev, 'weapp-login is running');
  expect(await dev.get('PORT')).toMatch(/^fixed /);
});

test('a server that a change breaks is reported at once, and starts once it is fixed', async () => {
  const dev = await startDev();
  await seen(dev, 'weapp-login is running');
  dev.write('apps/server/src/main.cjs', 'syntax(');
  await seen(dev, /server \| SyntaxError[\s\S]*The server stopped with exit code 1\./);
  dev.write('apps/server/src/main.cjs', listen('PORT', 'fixed'));
  await expect.poll(() => dev.get('PORT')).toMatch(/^fixed /);
});

test.each([
  ['mini program', { build: "console.log('cannot build'); process.exit(2);" }, 'cannot build'],
  ['simulator', { simulator: "console.log('cannot run'); process.exit(2);" }, 'cannot run'],
])('without its %s, dev ends and says why', async (name, files, said) => {
  const dev = await startDev(files);
  expect(await dev.ended).toBe(1);
  expect(dev.printed()).toMatch(`${name} | ${said}\n\nThe ${name} stopped with exit code 2.\n`);
  expect(await dev.get('PORT')).toBe('no response');
});

test('a .env that changes restarts the server too', async () => {
  const dev = await startDev();
  await seen(dev, 'weapp-login is running');
  const before = await dev.get('PORT');
  dev.write('.env', 'LOG_LEVEL=debug\n');
  await expect.poll(() => dev.get('PORT')).toMatch(/^first \d+$/);
  await expect.poll(() => dev.get('PORT')).not.toBe(before);
});

test('a port that is taken is refused before anything starts', async () => {
  const dev = await startDev();
  await seen(dev, 'weapp-login is running');
  const again = runDev({
    root: dev.root,
    serverFolder: path.join(dev.root, 'apps/server'),
    miniProgramFolder: path.join(dev.root, 'apps/miniprogram'),
    simulator: { command: 'node simulator.cjs', sources: [] },
    env: dev.env,
    out: process.stdout,
    onSignal: () => undefined,
  });
  await expect(again).rejects.toThrow(PortError);
});
