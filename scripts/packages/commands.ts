import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Consumer } from './consumer.ts';

/** How a published command is started, and what it prints when it does its work. */
export interface PublishedCommand {
  package: string;
  args: string[];
  ready: RegExp;
}

export const commands: PublishedCommand[] = [
  { package: '@weapp-login/fake-wechat', args: ['--port', '0'], ready: /ready at http/ },
];

/**
 * Runs a command with npx until it is ready, and ends it.
 * @returns what it printed
 * @throws {Error} with what it printed, if it ends before
 */
export async function runUntilReady(
  consumer: Consumer,
  command: PublishedCommand,
): Promise<string> {
  const child = spawn('npx', ['--yes', command.package, ...command.args], {
    cwd: consumer.folder,
    env: consumer.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const ended = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk;
        if (command.ready.test(printed)) resolve();
      });
  });
  await Promise.race([
    ready,
    ended.then(() => {
      if (!command.ready.test(printed)) throw new Error(`${command.package} ended:\n${printed}`);
    }),
  ]);
  if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGTERM');
  await ended;
  return printed;
}
