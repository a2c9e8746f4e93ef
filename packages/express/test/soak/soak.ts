import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { startPostgres } from '../postgres.ts';
import { runServer } from '../run-server.ts';
import { startBalancer } from './balancer.ts';
import { runCallers, type Seen } from './callers.ts';

export interface SoakResult extends Seen {
  restarts: number;
  /** Memory of each process at its SIGTERM, in the order of their starts. MB. */
  memory: number[];
  /** How processes ended that did not end in order. */
  badEnds: string[];
}

/**
 * Two server processes on one PostgreSQL behind a balancer, one of which is restarted every so often, in turn, while
 * people log in and use their sessions.
 * @param options.progress called once a second with the progress
 */
export async function soak(options: {
  seconds: number;
  restartEverySeconds: number;
  callers: number;
  progress?: (done: number, seen: Seen & { restarts: number }) => void;
}): Promise<SoakResult> {
  const { seconds, restartEverySeconds, callers, progress } = options;
  const [postgres, fake] = await Promise.all([startPostgres(), startFakeWechat()]);
  fake.fail({ kind: 'latency', ms: 20 });
  const env = {
    DATABASE_URL: await postgres.createDatabase(),
    WECHAT_API_URL: fake.url,
    SESSION_KEY_SECRETS: 'a secret that both of the processes have',
    SHUTDOWN_DELAY_SECONDS: '1',
    // The few people here log in far more often; no session may end for that.
    SESSION_LIMIT_PER_USER: '0',
    LOG_LEVEL: 'info',
  };
  const balancer = await startBalancer();
  const result: SoakResult = {
    requests: 0,
    failed: [],
    logins: 0,
    lost: 0,
    restarts: 0,
    memory: [],
    badEnds: [],
  };

  async function start() {
    const server = runServer(['dist/main.js'], env);
    const url = await server.listening();
    await balancer.add(url);
    return { server, url };
  }
  async function end({ server, url }: Awaited<ReturnType<typeof start>>) {
    result.memory.push(await memoryOf(url));
    server.stop('SIGTERM');
    const [code, signal] = await server.ended();
    balancer.remove(url);
    if (code !== 0 || server.output.stderr)
      result.badEnds.push(`${code ?? signal} ${server.output.stderr.slice(0, 1000)}`);
  }

  const running = [await start(), await start()];
  const over = AbortSignal.timeout(seconds * 1000);
  const people = fake.people.map(({ id }) => id);
  let asked = 0;
  const calling = runCallers({
    url: balancer.url,
    code: () =>
      fake.issueCode({
        personId: people[asked++ % people.length] as string,
        appId: touristApp.appId,
      }),
    count: callers,
    signal: over,
    seen: result,
  });

  const startedAt = performance.now();
  let nextRestart = restartEverySeconds;
  while (!over.aborted) {
    await sleep(Math.min(1_000, restartEverySeconds * 1000));
    const done = (performance.now() - startedAt) / 1000;
    progress?.(Math.min(done, seconds), result);
    if (done < nextRestart || done >= seconds) continue;
    nextRestart += restartEverySeconds;
    const oldest = running.shift();
    if (!oldest) break;
    // The new one is there before the old one goes.
    running.push(await start());
    await end(oldest);
    result.restarts++;
  }
  await calling;
  for (const one of running) await end(one);
  await balancer.close();
  await fake.close();
  await postgres.close();
  return result;
}

async function memoryOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const bytes = Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  return Math.round(bytes / 1e6);
}
