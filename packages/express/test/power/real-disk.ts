// A real ext4 that is filled and loses its power under a load of logins. Needs root, for a loop device and mount.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { people, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { runServer } from '../run-server.ts';
import { bearer } from '../server.ts';
import { createControl, sabotages } from './control.ts';

const callers = 8;
/** Milliseconds. */
const longestWait = 60_000;

interface RealDiskResult {
  /** Logins that were answered with a token. */
  logins: number;
  /** Logins that were answered `store-unavailable`. */
  unavailable: number;
  /** Milliseconds from free space to the next login, without a restart: of each time. */
  recoveries: number[];
  faults: string[];
}

/**
 * Fills a real ext4 and cuts its power under a server, and under one whose syncs do nothing, which must be noticed.
 * @param options.memory a folder in memory
 * @returns what is wrong
 */
export async function checkRealDisk(options: {
  memory: string;
  recorder: string;
}): Promise<string[]> {
  const { memory, recorder } = options;
  const { logins, unavailable, recoveries, faults } = await tryRealDisk({ folder: memory });
  console.log(
    `a real ext4: ${logins} logins, ${unavailable} 503; a login ${recoveries.join(', ')} ms after space was freed; ${faults.length} findings`,
  );
  for (const fault of faults) console.log(`  ${fault}`);

  const file = path.join(memory, 'control');
  const control = createControl(file);
  control.set({ sabotage: sabotages['no sync does anything'] });
  const sabotaged = await tryRealDisk({
    folder: memory,
    env: {
      LD_PRELOAD: recorder,
      UV_USE_IO_URING: '0',
      POWER_ROOT: memory,
      POWER_JOURNAL: memory,
      POWER_CONTROL: file,
    },
  });
  control.close();
  console.log(`a real ext4, no sync: ${sabotaged.faults.length} findings`);
  for (const fault of sabotaged.faults) console.log(`  ${fault}`);
  if (sabotaged.faults.length === 0) faults.push('not noticed on a real ext4: no sync');
  return faults;
}

/**
 * Twice: fills the disk until logins are refused, and cuts its power; the first time after space was freed, the second time
 * while it is full.
 * @param options.folder where the image of the disk is made
 * @param options.env further settings of the server
 * @throws where a file system can't be mounted
 */
async function tryRealDisk(options: {
  folder: string;
  env?: Record<string, string>;
}): Promise<RealDiskResult> {
  const { folder, env = {} } = options;
  const disk = createDisk(folder);
  const fake = await startFakeWechat();
  const result: RealDiskResult = { logins: 0, unavailable: 0, recoveries: [], faults: [] };
  const tokens: string[] = [];
  const start = () =>
    runServer(['dist/main.js'], {
      WECHAT_API_URL: fake.url,
      DATA_DIR: path.join(disk.mounted, 'data'),
      // No session may end for any other reason.
      SESSION_LIMIT_PER_USER: '0',
      ...env,
    });
  let server = start();
  let url = await server.listening();
  let over = false;

  async function logIn(n: number) {
    const personId = people[n % people.length]?.id ?? '';
    const code = fake.issueCode({ personId, appId: touristApp.appId });
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': code },
      body: JSON.stringify({ code }),
    }).catch(() => undefined);
    const body = (await response?.json().catch(() => undefined)) as
      | { token?: string; code?: string }
      | undefined;
    if (body?.token) tokens.push(body.token);
    else if (body?.code === 'store-unavailable') result.unavailable += 1;
    else if (body) result.faults.push(`a login was answered ${response?.status} ${body.code}`);
    if (!body?.token) await sleep(5);
  }
  const until = async (what: string, isSo: () => boolean) => {
    const startedAt = performance.now();
    while (!isSo()) {
      if (performance.now() - startedAt > longestWait) throw new Error(`not in time: ${what}`);
      await sleep(2);
    }
    return Math.round(performance.now() - startedAt);
  };
  const more = (count: number) => {
    const least = tokens.length + count;
    return until(`${count} more logins`, () => tokens.length >= least);
  };
  async function checkSessions(when: string, some: readonly string[]) {
    let lost = 0;
    for (const token of some)
      if ((await fetch(`${url}/me`, { headers: bearer(token) })).status !== 200) lost += 1;
    if (lost > 0) result.faults.push(`${when}: ${lost} of ${some.length} sessions are not there`);
  }

  try {
    for (const isFullAtCut of [false, true]) {
      const load = Array.from({ length: callers }, async (_, n) => {
        while (!over) await logIn(n);
      });
      await more(200);
      const least = result.unavailable + 20;
      disk.fill();
      await until('a login is refused', () => result.unavailable >= least);
      await checkSessions('on the full disk', tokens.slice(-50));
      if (!isFullAtCut) {
        disk.free();
        result.recoveries.push(await more(1));
        await more(200);
      }
      disk.cut();
      server.stop('SIGKILL');
      over = true;
      await Promise.all(load);
      await server.ended();
      disk.mountAgain();
      disk.free();
      over = false;
      server = start();
      try {
        url = await server.listening();
      } catch (error) {
        result.faults.push((error as Error).message);
        break;
      }
      await checkSessions(`after a cut ${isFullAtCut ? 'while full' : 'later'}`, tokens);
    }
  } finally {
    over = true;
    server.stop('SIGKILL');
    await server.ended();
    await fake.close();
    disk.remove();
  }
  return { ...result, logins: tokens.length };
}

/** An ext4 of 64 MB in a file. */
function createDisk(folder: string) {
  const image = path.join(folder, 'ext4');
  const mounted = path.join(folder, 'mounted');
  const filler = path.join(mounted, 'filler');
  const cutter = path.join(folder, 'cut-ext4');
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  run('cc', '-Wall', '-Werror', '-o', cutter, path.join(import.meta.dirname, 'cut-ext4.c'));
  mkdirSync(mounted, { recursive: true });
  run('truncate', '-s', '64M', image);
  run('mkfs.ext4', '-q', image);
  const mount = () => run('mount', '-o', 'loop', image, mounted);
  mount();
  return {
    mounted,
    /** Leaves no block free. */
    fill() {
      const file = openSync(filler, 'a');
      for (let size = 1 << 20; size >= 512; )
        try {
          writeSync(file, Buffer.alloc(size, 1));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size >>= 1;
        }
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    cut: () => run(cutter, mounted),
    mountAgain() {
      run('umount', mounted);
      mount();
    },
    remove() {
      run('umount', mounted);
      run('e2fsck', '-fp', image);
      rmSync(image);
    },
  };
}
