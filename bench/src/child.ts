import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = path.resolve(import.meta.dirname, '../..');

export interface Command {
  file: string;
  args?: string[];
  env?: Record<string, string>;
}

/** A process under measurement. */
export interface Child {
  readonly port: number;
  readonly url: string;
  /** Milliseconds from its start to its first response. */
  readonly startMs: number;
  /** CPU time of all its threads and its child processes so far, in microseconds. */
  cpuMicros(): number;
  /** Resident memory, in bytes. */
  memory(): number;
  stop(): Promise<void>;
}

/** Starts a server on a free port, passed as PORT, and waits for its first response. */
export async function startChild(
  { file, args = [], env = {} }: Command,
  options: { probe?: (url: string) => Promise<unknown> } = {},
): Promise<Child> {
  const { probe = (url) => fetch(url) } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = spawn(file, args, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${file} ${args.join(' ')} ended: ${complaint}`);
    if (performance.now() - startedAt > 60_000) throw new Error(`${file} never answered`);
    const answers = await probe(url).then(
      () => true,
      () => false,
    );
    if (answers) break;
    await sleep(2);
  }
  const startMs = performance.now() - startedAt;
  return {
    port,
    url,
    startMs,
    cpuMicros: () => cpuMicros(child.pid as number),
    memory: () => memory(child.pid as number),
    stop: () => stop(child),
  };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const stop = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });

/** Returns the CPU time of a process and its children, in microseconds. The kernel counts that of a thread in nanoseconds. */
export const cpuMicros = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const read = (file: string) => readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'utf8');
    const own = Number(read('schedstat').split(' ')[0]) / 1000;
    const children = read('children').split(' ').filter(Boolean).map(Number);
    return children.reduce((total, child) => total + cpuMicros(child), sum + own);
  }, 0);

/** Of the process alone. */
const memory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
