import { existsSync } from 'node:fs';
import path from 'node:path';
import { EnvFileError } from '@weapp-login/env-files';
import { FreshError } from './delete-database.ts';
import { packageManagerPids } from './package-managers.ts';
import { PortError } from './ports.ts';
import { type DevOptions, runDev } from './run-dev.ts';

const managerPollMs = 500;

/**
 * Runs {@link runDev} in a project with `apps/server` and `apps/miniprogram`, until Ctrl-C.
 * @param root absolute
 * @param options.simulator how to run the simulator, without its --app
 * @param options.flags `--fresh` deletes the development database first
 * @returns the exit code
 */
export async function devCommand(
  root: string,
  options: { simulator: DevOptions['simulator']; flags: readonly string[] },
): Promise<number> {
  const { simulator, flags } = options;
  const unknown = flags.find((flag) => flag !== '--fresh');
  if (unknown !== undefined) return fail(`dev has no ${unknown}; it has --fresh`);
  const serverFolder = path.join(root, 'apps/server');
  const miniProgramFolder = path.join(root, 'apps/miniprogram');
  const missing = [serverFolder, miniProgramFolder].find(
    (folder) => !existsSync(path.join(folder, 'package.json')),
  );
  if (missing) return fail(`${missing} is not a package: run this where apps/server is`);
  try {
    const { env, stdout: out } = process;
    const app = JSON.stringify(path.join(miniProgramFolder, 'dist'));
    return await runDev({
      root,
      serverFolder,
      miniProgramFolder,
      simulator: { ...simulator, command: `${simulator.command} --app ${app}` },
      fresh: flags.length > 0,
      env,
      out,
      onSignal,
    });
  } catch (error) {
    for (const known of [PortError, EnvFileError, FreshError])
      if (error instanceof known) return fail(error.message);
    throw error;
  }
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

function onSignal(stop: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop(signal));
  // What reads the output has gone: `pnpm dev | head`.
  process.stdout.on('error', () => stop('SIGTERM'));
  // A package manager that is killed, by the end of a script for example, does not pass the signal on.
  const managers = packageManagerPids();
  const timer = setInterval(() => {
    if (managers.every(isRunning)) return;
    clearInterval(timer);
    stop('SIGTERM');
  }, managerPollMs).unref();
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
