import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Consumer } from './consumer.ts';

/** A command line, and what it prints when it does its work. */
export interface CommandLine {
  line: readonly [string, ...string[]];
  ready: RegExp;
}

const npx = (...args: string[]): CommandLine['line'] => ['npx', '--yes', ...args];

/** The published commands that need no project. */
export const commands: CommandLine[] = [
  { line: npx('@weapp-login/fake-wechat', '--port', '0'), ready: /ready at http/ },
  { line: npx('@weapp-login/doctor'), ready: /Node\.js/ },
  { line: npx('@weapp-login/simulator', 'build'), ready: /has no app\.json/ },
  { line: npx('create-weapp-login', '--help'), ready: /usage: npm create/ },
];

export interface StartedCommand {
  printed: string;
  stop(): Promise<void>;
}

/**
 * Starts a command and waits until it is ready.
 * @throws {Error} with what it printed, if it ends before
 */
export async function startCommand(
  consumer: Consumer,
  { line: [program, ...args], ready }: CommandLine,
  env: NodeJS.ProcessEnv = {},
): Promise<StartedCommand> {
  // A group of its own, so that nothing that it started outlives it.
  const child = spawn(program, args, {
    cwd: consumer.folder,
    env: { ...consumer.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started: StartedCommand = {
    printed: '',
    async stop() {
      if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
  const ended = once(child, 'close');
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        started.printed += chunk;
        if (ready.test(started.printed)) resolve();
      });
  });
  await Promise.race([
    isReady,
    ended.then(() => {
      if (!ready.test(started.printed))
        throw new Error(`${program} ${args.join(' ')} ended:\n${started.printed}`);
    }),
  ]);
  return started;
}
