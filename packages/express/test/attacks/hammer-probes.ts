// Callers that ask for a probe as fast as they can, and how long a sparse login waits meanwhile.
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { runServer } from '../run-server.ts';

export interface Hammered {
  /** Probes answered in a second, after the first second. */
  probesPerSecond: number;
  /** Milliseconds of `POST /login`, the median: before and during. */
  p50: { before: number; during: number };
}

const connections = 200;
const logins = 20;

/** Hammers `path` on a server of its own. @param env its settings, such as DATABASE_URL */
export async function hammerProbes(options: {
  program: string[];
  path: string;
  env?: Record<string, string>;
}): Promise<Hammered> {
  const fake = await startFakeWechat();
  const server = runServer(options.program, { WECHAT_API_URL: fake.url, ...options.env });
  const url = await server.listening();
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let hammering = true;
  let answered = 0;
  async function hammer() {
    while (hammering) {
      await new Promise<void>((resolve) => {
        const request = get(`${url}${options.path}`, { agent }, (res) => {
          res.resume().once('close', () => {
            answered += 1;
            resolve();
          });
        });
        request.once('error', () => resolve());
      });
    }
  }
  async function loginTime(): Promise<number> {
    const times: number[] = [];
    for (let each = 0; each < logins; each += 1) {
      const code = fake.issueCode({ personId: 'dawei', appId: touristApp.appId });
      const startedAt = performance.now();
      const response = await fetch(`${url}/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
      });
      await response.text();
      times.push(performance.now() - startedAt);
      await sleep(50);
    }
    return times.toSorted((a, b) => a - b)[logins >> 1] ?? 0;
  }

  await loginTime();
  const before = await loginTime();
  const hammers = Array.from({ length: connections }, hammer);
  // Until what a connection may ask for at once is used up.
  await sleep(3_000);
  const [startedAt, from] = [performance.now(), answered];
  const during = await loginTime();
  const probesPerSecond = (answered - from) / ((performance.now() - startedAt) / 1000);
  hammering = false;
  agent.destroy();
  await Promise.all(hammers);
  server.stop('SIGKILL');
  await server.ended();
  await fake.close();
  return { probesPerSecond, p50: { before, during } };
}
