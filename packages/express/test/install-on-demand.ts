import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const timeoutMs = 4 * 60 * 1000;
const staleMs = 5 * 60 * 1000;
const pollMs = 200;

/**
 * Installs a folder that is not part of the workspace, unless its lockfile is installed already; of several processes, one
 * does it.
 * @param folder absolute, with package.json and pnpm-lock.yaml
 * @returns what finds the packages of the folder
 */
export async function installOnDemand(folder: string): Promise<NodeJS.Require> {
  const lock = path.join(folder, '.installing');
  while (!isInstalled(folder)) {
    if (!take(lock)) {
      await sleep(pollMs);
      continue;
    }
    try {
      if (!isInstalled(folder)) install(folder);
    } finally {
      rmSync(lock, { recursive: true });
    }
  }
  return createRequire(path.join(folder, 'package.json'));
}

function isInstalled(folder: string): boolean {
  const installed = path.join(folder, 'node_modules/.pnpm/lock.yaml');
  return (
    existsSync(installed) &&
    readFileSync(installed, 'utf8') === readFileSync(path.join(folder, 'pnpm-lock.yaml'), 'utf8')
  );
}

/** Whether this process may install: no other does, or one was killed while it did. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const { mtimeMs = Date.now() } = statSync(lock, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > staleMs) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function install(folder: string): void {
  const { npm_execpath: manager = '' } = process.env;
  const [program, ...args] = manager.includes('pnpm')
    ? [process.execPath, manager]
    : ['npx', '--yes', 'pnpm@10.34.8'];
  const install = ['install', '--ignore-workspace', '--frozen-lockfile', '--prefer-offline'];
  try {
    // pnpm may try a registry that it can't reach for many minutes.
    execFileSync(program as string, [...args, ...install, '--dir', folder], {
      cwd: folder,
      stdio: 'pipe',
      timeout: timeoutMs,
    });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & Record<string, string>;
    throw new Error(`${folder} could not be installed: ${message}\n${stdout}${stderr}`);
  }
}
