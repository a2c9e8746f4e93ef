import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvFiles } from '@weapp-login/env-files';
import { watch } from 'chokidar';
import { deleteDatabase } from './delete-database.ts';
import { developAddress } from './develop-address.ts';
import { choosePorts, freePort } from './ports.ts';
import { startRestartEndpoint } from './restart-endpoint.ts';
import { sourceFolders } from './source-folders.ts';
import { createTask, type Task } from './task.ts';
import { createTerminal } from './terminal.ts';

const pollMs = 100;
/** How long everything may take to start before dev says what is missing. */
const slowMs = 20_000;
/** An editor saves a file in several steps. */
const settleMs = 50;

export interface DevOptions {
  /** Absolute. Has the `.env` that all parts share. */
  root: string;
  /** A package whose `dev` script runs the server on PORT, with a health route /readyz. */
  serverFolder: string;
  /** A package whose `dev` script builds the mini program into `dist`, and again after each change. */
  miniProgramFolder: string;
  simulator: {
    /** Runs the browser phone and the fake WeChat on SIMULATOR_PORT and FAKE_WECHAT_PORT. */
    command: string;
    /** Files to restart it for. */
    sources: readonly string[];
  };
  /** Deletes the server's SQLite database first. Default: false. */
  fresh?: boolean;
  env: NodeJS.ProcessEnv;
  out: NodeJS.WritableStream;
  /** Aborts with the signal to end everything by; a second time, with SIGKILL. */
  onSignal: (stop: (signal: NodeJS.Signals) => void) => void;
}

interface Part {
  name: string;
  command: string;
  cwd: string;
  /** Files whose change restarts it; none if it watches its files itself. */
  sources: readonly string[];
}

/**
 * Runs server, mini program build, browser phone and fake WeChat until a signal. Restarts what runs from changed sources, and
 * says at once which part ended and why.
 * @returns the exit code
 * @throws {PortError} if a port can't be used
 * @throws {EnvFileError}
 * @throws {FreshError} if the server has no SQLite database of its own
 */
export async function runDev(options: DevOptions): Promise<number> {
  const { root, serverFolder, miniProgramFolder, simulator, out } = options;
  const envFiles = [serverFolder, root].map((folder) => path.join(folder, '.env'));
  const { values } = readEnvFiles({ env: options.env, files: envFiles });
  const ports = await choosePorts(values);
  if (options.fresh) out.write(deleteDatabase(serverFolder, values));
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const restartPort = await freePort();
  const env = {
    ...values,
    ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
    SERVER_RESTART_PORT: String(restartPort),
    ...developAddress(values, ports.PORT),
    FORCE_COLOR: 'isTTY' in out && out.isTTY ? '1' : '0',
  };
  const parts: Part[] = [
    {
      name: 'server',
      command: devScript(serverFolder),
      cwd: serverFolder,
      sources: [...sourceFolders(serverFolder), ...envFiles],
    },
    {
      name: 'mini program',
      command: devScript(miniProgramFolder),
      cwd: miniProgramFolder,
      sources: [],
    },
    { name: 'simulator', command: simulator.command, cwd: root, sources: simulator.sources },
  ];

  const terminal = createTerminal(out);
  const tasks = new Map<string, Task>();
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  for (const part of parts) tasks.set(part.name, createPart(part));

  function createPart({ name, command, cwd, sources }: Part): Task {
    return createTask({
      command,
      cwd,
      env,
      onOutput: (chunk) => terminal.write(name, chunk),
      onExit(code) {
        terminal.show(name);
        const how = code === null ? 'was killed' : `stopped with exit code ${code}`;
        if (sources.length > 0)
          return terminal.print(`\nThe ${name} ${how}. It starts again when you save a file.\n`);
        terminal.print(`\nThe ${name} ${how}.\n`);
        end(1);
      },
    });
  }

  /** By name: when the restart under way is done. A change during one needs another. */
  const restarted = new Map<string, Promise<void>>();
  function restart(name: string): Promise<void> {
    const done = (restarted.get(name) ?? Promise.resolve()).then(async () => {
      await tasks.get(name)?.stop();
      if (!stopping) tasks.get(name)?.start();
    });
    restarted.set(name, done);
    return done;
  }
  async function respondsWithin(ms: number) {
    for (const until = Date.now() + ms; !(await responds(`${url(ports.PORT)}/readyz`)); )
      if (Date.now() > until) throw new Error('the server does not respond');
      else await sleep(pollMs);
  }

  let stopping = false;
  terminal.print('Starting…\n');
  for (const task of tasks.values()) task.start();
  const endpoint = startRestartEndpoint({
    port: restartPort,
    restart: () => restart('server').then(() => respondsWithin(slowMs)),
  });
  const watchers = parts
    .filter(({ sources }) => sources.length > 0)
    .map(({ name, sources }) => watchSources(sources, () => void restart(name)));
  options.onSignal((signal) => {
    const how = stopping ? 'SIGKILL' : signal;
    stopping = true;
    void Promise.all([...tasks.values()].map((task) => task.stop(how))).then(() => end(0));
  });

  void reportReady();
  async function reportReady() {
    const waiting = new Map([
      ['server', `${url(ports.PORT)}/readyz`],
      ['simulator', url(ports.SIMULATOR_PORT)],
    ]);
    for (let slowAt = Date.now() + slowMs; waiting.size > 0; await sleep(pollMs)) {
      if (stopping) return;
      for (const [name, address] of waiting) if (await responds(address)) waiting.delete(name);
      if (waiting.size === 0 || Date.now() < slowAt) continue;
      slowAt = Number.POSITIVE_INFINITY;
      for (const name of waiting.keys()) terminal.show(name);
      const missing = [...waiting].map(([name, address]) => `the ${name} (${address})`);
      terminal.print(`\nStill waiting for ${missing.join(' and ')}.\n`);
    }
    terminal.print(`
  weapp-login is running

  Open       ${url(ports.SIMULATOR_PORT)}   the phone: tap to log in
  API        ${url(ports.PORT)}   the server
  WeChat     ${url(ports.FAKE_WECHAT_PORT)}   a fake; no account needed
  DevTools   import the folder ${path.relative(root, miniProgramFolder)}

  Ctrl-C stops everything.

`);
    terminal.showFromNow();
  }

  const code = await ended;
  stopping = true;
  endpoint.close();
  endpoint.closeAllConnections();
  await Promise.all([
    ...watchers.map((watcher) => watcher.close()),
    ...[...tasks.values()].map((task) => task.stop()),
  ]);
  return code;
}

function devScript(folder: string): string {
  const file = path.join(folder, 'package.json');
  const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    scripts?: Record<string, string>;
  };
  if (scripts.dev) return scripts.dev;
  throw new Error(`${file} has no dev script`);
}

function watchSources(sources: readonly string[], onChange: () => void) {
  let timer: NodeJS.Timeout | undefined;
  return watch([...sources], {
    ignoreInitial: true,
    ignored: (file) => /[\\/]node_modules[\\/]|\.test\.tsx?$/.test(file),
  }).on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  });
}

function responds(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
