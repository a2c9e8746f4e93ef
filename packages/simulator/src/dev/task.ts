import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';

const isWindows = process.platform === 'win32';
/** How long a process may take to end before it is killed. */
const stopTimeoutMs = 6_000;

/** A command that runs until it is stopped, and can be started again. */
export interface Task {
  start(): void;
  /** Resolves once the command and every process that it started have ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface TaskOptions {
  /** A command line, as in the scripts of a package.json. Programs of installed packages are found by name. */
  command: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  onOutput: (chunk: Buffer) => void;
  /** Called if the command ends without having been stopped. */
  onExit: (code: number | null) => void;
}

/** Creates a task without starting it. */
export function createTask(options: TaskOptions): Task {
  const { command, cwd, env, onOutput, onExit } = options;
  let running: { child: ChildProcess; closed: Promise<void> } | undefined;

  function start() {
    const child = spawn(command, {
      cwd,
      env: { ...env, PATH: [path.join(cwd, 'node_modules/.bin'), env.PATH].join(path.delimiter) },
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that everything it started can be ended with it.
      detached: !isWindows,
    });
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.on('error', (error) => onOutput(Buffer.from(`${error.message}\n`)));
    const closed = new Promise<void>((resolve) => {
      // Once every process that writes to the pipes has ended, not only the shell.
      child.on('close', (code) => {
        resolve();
        if (running?.child !== child) return;
        running = undefined;
        onExit(code);
      });
    });
    running = { child, closed };
  }

  async function stop(signal: NodeJS.Signals = 'SIGTERM') {
    const stopped = running;
    running = undefined;
    if (stopped?.child.pid === undefined) return;
    const { pid } = stopped.child;
    signalGroup(pid, signal);
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), stopTimeoutMs);
    await stopped.closed;
    clearTimeout(timer);
  }

  return { start, stop };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (isWindows) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
  else
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
}
