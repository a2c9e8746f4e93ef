import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectSecrets } from './secrets.ts';

/** Where the program is that the tests start. */
export const serverFolder = fileURLToPath(new URL('../../../apps/server/', import.meta.url));

/** The server of apps/server as a process of its own, with no more of an environment than what is given, and a data folder of its own. */
export function runServer(program: string[], env: Record<string, string>) {
  // Empty settings hide those of a .env file, which would be read for any that are absent.
  const unset = {
    // What is built runs in production otherwise.
    NODE_ENV: 'development',
    HOST: '',
    WECHAT_APP_ID: '',
    WECHAT_APP_SECRET: '',
    WECHAT_APPS: '',
    WECHAT_API_URL: '',
    WECHAT_PROXY_URL: '',
    DATABASE_URL: '',
    SESSION_KEY_SECRETS: '',
    TRUST_PROXY: '',
    SHUTDOWN_DELAY_SECONDS: '0',
    // One person on one address logs in more often in a test than anyone does.
    LIMITS: 'off',
  };
  const ownFolder = mkdtempSync(path.join(tmpdir(), 'weapp-login-'));
  const child: ChildProcess = spawn(process.execPath, program, {
    cwd: serverFolder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LOG_LEVEL: 'info',
      DATA_DIR: ownFolder,
      ...unset,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  const ended = once(child, 'close').then((end) => {
    rmSync(ownFolder, { recursive: true });
    const secrets = collectSecrets();
    secrets.add(env.WECHAT_APP_SECRET, ...(env.SESSION_KEY_SECRETS?.split(',') ?? []));
    secrets.expectNoneIn(output);
    return end;
  });
  return {
    output,
    pid: child.pid,
    /** Resolves with the exit code and the signal that ended the process. */
    ended: async () => (await ended) as [code: number | null, signal: NodeJS.Signals | null],
    stop: (signal: NodeJS.Signals) => child.kill(signal),
    /** Resolves with the address once the server listens. */
    async listening(): Promise<string> {
      while (child.exitCode === null) {
        const url = /"url":"([^"]+)"/.exec(output.stdout)?.[1];
        if (url) return url;
        await Promise.race([child.stdout && once(child.stdout, 'data'), ended]);
      }
      throw new Error(`the server ended: ${output.stderr}`);
    },
  };
}
