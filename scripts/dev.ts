// `pnpm dev`: the fake WeChat, the server, the mini program's build and the browser phone, until Ctrl-C.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../packages/express/src/process/settings/config.ts';
import { readSettings } from '../packages/express/src/process/settings/read-settings.ts';
import { callers } from './callers.ts';
import { developAddress } from './develop-address.ts';
import { choosePorts, freePort, PortError } from './ports.ts';

const root = path.resolve(import.meta.dirname, '..');
const patience = 120_000;

/** What is printed before everything answers is noise, unless something never does. */
let held: Buffer[] | undefined = [];
const show = (chunk: Buffer) => {
  if (held) held.push(chunk);
  else process.stdout.write(chunk);
};
const release = () => {
  for (const chunk of held ?? []) process.stdout.write(chunk);
  held = undefined;
};

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );

async function main() {
  const { values } = readSettings({
    env: process.env,
    serverFolder: path.join(root, 'apps/server'),
    nodeEnv: 'development',
  });
  const ports = await choosePorts(values);
  const server = `http://127.0.0.1:${ports.PORT}`;
  const phone = `http://127.0.0.1:${ports.SIMULATOR_PORT}`;
  const wechat = `http://127.0.0.1:${ports.FAKE_WECHAT_PORT}`;

  process.stdout.write('Starting…\n');
  const turbo = spawn(path.join(root, 'node_modules/.bin/turbo'), ['watch', 'dev', '--ui=stream'], {
    cwd: root,
    // A group of its own, so that nothing it started outlives it.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...values,
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      // Where the browser phone asks for the server to be restarted.
      SERVER_RESTART_PORT: String(await freePort()),
      ...developAddress(values, ports.PORT),
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
    },
  });
  turbo.stdout.on('data', show);
  turbo.stderr.on('data', show);
  let running = true;
  const ended = new Promise<number>((resolve, reject) => {
    turbo.on('error', reject);
    turbo.on('exit', (code) => resolve(code ?? 1));
  }).finally(() => {
    running = false;
  });
  const stop = (signal: NodeJS.Signals) => {
    if (turbo.pid === undefined || !running) return;
    if (process.platform === 'win32') turbo.kill();
    else process.kill(-turbo.pid, signal);
  };
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A second Ctrl-C means it.
      stop(stopping ? 'SIGKILL' : signal);
      stopping = true;
    });

  // A script ends what it started, npx or pnpm, and means all of it.
  const calledBy = String(callers());
  const watch = setInterval(() => {
    if (stopping || String(callers()) === calledBy) return;
    stop('SIGTERM');
    stopping = true;
  }, 500);

  const waiting = new Map([
    ['server', `${server}/readyz`],
    ['browser phone', phone],
  ]);
  const ready = async () => {
    const until = Date.now() + patience;
    while (waiting.size > 0) {
      if (!running) return;
      for (const [name, url] of waiting) if (await answers(url)) waiting.delete(name);
      if (waiting.size > 0 && Date.now() > until) {
        release();
        const missing = [...waiting].map(([name, url]) => `the ${name} (${url})`).join(' and ');
        process.stdout.write(`\nNo answer yet from ${missing}; the log above says why.\n`);
        return;
      }
      await sleep(100);
    }
    process.stdout.write(`
  weapp-login is running

  Open       ${phone}   the phone: tap to log in
  API        ${server}   the server
  WeChat     ${wechat}   a fake; no account needed
  DevTools   import the folder apps/miniprogram

  Ctrl-C stops everything.

`);
    held = undefined;
  };

  const [code] = await Promise.all([ended, ready()]);
  clearInterval(watch);
  if (stopping) return;
  release();
  throw new Error(`turbo ended with ${code}; the log above says why.`);
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof PortError || error instanceof ConfigError ? error.message : error}\n`,
  );
  process.exitCode = 1;
});
