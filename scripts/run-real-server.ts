import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openFileStore, openStore } from '../packages/express/src/index.ts';
import { createLog, type RunningServer, startServer } from '../packages/express/src/process.ts';
import { startFakeWechat, touristApp } from '../packages/fake-wechat/src/index.ts';

/** The server with a fake WeChat, in this process and on loopback; its records are gone when it is closed. */
export async function runRealServer(port: number): Promise<RunningServer> {
  const fake = await startFakeWechat();
  const folder = mkdtempSync(path.join(tmpdir(), 'check-proxy-server-'));
  const store = openStore({ file: ':memory:' });
  const server = await startServer({
    port,
    host: '127.0.0.1',
    apps: [touristApp],
    sessionKeySecrets: [randomBytes(24).toString('base64')],
    wechatApiUrl: fake.url,
    store,
    files: openFileStore({ folder }, { now: Date.now }),
    trustProxy: ['loopback'],
    log: createLog({ level: 'silent', now: Date.now, destination: { write: () => undefined } }),
    now: Date.now,
    randomBytes,
  });
  return {
    url: server.url,
    async close() {
      await server.close();
      await Promise.all([store.close(), fake.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}
