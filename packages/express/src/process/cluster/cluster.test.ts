import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { runServer } from '../../../test/run-server.ts';

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let fake: FakeWechat;

beforeAll(async () => {
  [postgres, fake] = await Promise.all([startPostgres(), startFakeWechat()]);
}, 60_000);
afterAll(async () => {
  await fake.close();
  await postgres.close();
});

interface Line {
  msg: string;
  pid?: number;
  requestId?: string;
}

async function start(env: Record<string, string> = {}) {
  const server = runServer(['dist/main.js'], {
    DATABASE_URL: await postgres.createDatabase(),
    WECHAT_API_URL: fake.url,
    WORKERS: '3',
    ...env,
  });
  onTestFinished(async () => {
    server.stop('SIGKILL');
    await server.ended();
  });
  const lines = () =>
    server.output.stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  const count = (msg: string) => lines().filter((line) => line.msg === msg).length;
  const url = await server.listening();
  const workers = Number(env.WORKERS ?? 3);
  await expect.poll(() => count('listening'), { timeout: 60_000 }).toBe(workers);
  return { server, url, lines, count };
}

/** Each over a connection of its own, for connections are what the workers take turns in. */
const request = async (url: string, init: RequestInit = {}) => {
  const response = await fetch(url, {
    ...init,
    headers: { ...init.headers, connection: 'close' },
  });
  return { status: response.status, text: await response.text() };
};
const logIn = (url: string) =>
  request(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: fake.issueCode({ personId: 'dawei', appId: touristApp.appId }) }),
  });
const tokenOf = ({ text }: { text: string }) => (JSON.parse(text) as { token: string }).token;
const withToken = (token: string, method = 'GET') => ({
  method,
  headers: { authorization: `Bearer ${token}` },
});
const sample = (metrics: string, name: string) =>
  metrics
    .split('\n')
    .filter((line) => line.startsWith(name))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

describe('with WORKERS', () => {
  test('a session works in all processes, and its end shows in all of them', async () => {
    const { url } = await start();
    const token = tokenOf(await logIn(url));
    const everywhere = () =>
      Promise.all(Array.from({ length: 6 }, () => request(`${url}/me`, withToken(token))));
    expect((await everywhere()).map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect((await request(`${url}/logout`, withToken(token, 'POST'))).status).toBe(204);
    expect((await everywhere()).map(({ status }) => status)).toEqual(Array(6).fill(401));
  });

  test('/metrics counts the requests of all processes', async () => {
    const { url } = await start();
    for (let n = 0; n < 9; n++) await request(`${url}/docs`);
    await logIn(url);
    for (let n = 0; n < 3; n++) {
      const { status, text } = await request(`${url}/metrics`);
      expect(status).toBe(200);
      expect(sample(text, 'http_request_duration_seconds_count{method="GET",route="/docs"')).toBe(
        9,
      );
      expect(sample(text, 'sessions_open')).toBe(1);
      const stored = 'store_operation_duration_seconds_count{operation="recordLogin",outcome="ok"';
      expect(sample(text, stored)).toBe(1);
    }
  });

  test('a process that dies is replaced, and the others go on meanwhile', async () => {
    const { url, lines, count } = await start();
    const token = tokenOf(await logIn(url));
    const [worker] = lines().filter(({ msg }) => msg === 'listening');
    process.kill(worker?.pid as number, 'SIGKILL');
    await expect.poll(() => count('worker exited; starting another')).toBe(1);
    for (let n = 0; n < 6; n++)
      expect((await request(`${url}/me`, withToken(token))).status).toBe(200);
    await expect.poll(() => count('listening'), { timeout: 20_000 }).toBe(4);
  });

  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s lets every process finish its work',
    async (signal) => {
      const { server, url } = await start();
      fake.fail({ kind: 'latency', ms: 500 }, { times: 6 });
      const before = fake.calls();
      const underWay = Array.from({ length: 6 }, () => logIn(url));
      await expect.poll(() => fake.calls() - before).toBe(6);
      server.stop(signal);
      expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual(Array(6).fill(200));
      expect(await server.ended()).toEqual([0, null]);
      expect(server.output.stderr).toBe('');
    },
  );

  test('all processes together have DATABASE_CONNECTIONS, and serve with those', async () => {
    const database = await postgres.createDatabase();
    const { url } = await start({
      DATABASE_URL: database,
      DATABASE_CONNECTIONS: '7',
      LIMITS: 'login.address=1000,login.person=1000',
    });
    const statuses = Promise.all(Array.from({ length: 60 }, () => logIn(url)));
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    let most = 0;
    let over = false;
    void statuses.finally(() => {
      over = true;
    });
    while (!over) {
      const { rows } = await client.query(
        "SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'weapp-login%'",
      );
      most = Math.max(most, rows[0].count);
    }
    await client.end();
    expect((await statuses).filter(({ status }) => status !== 200)).toEqual([]);
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(7);
  });

  test('more connections than PostgreSQL allows are refused, once', async () => {
    const server = runServer(['dist/main.js'], {
      DATABASE_URL: await postgres.createDatabase(),
      WECHAT_API_URL: fake.url,
      WORKERS: '3',
      DATABASE_CONNECTIONS: '10000',
    });
    expect(await server.ended()).toEqual([1, null]);
    expect(server.output.stderr).toMatch(
      /^DATABASE_CONNECTIONS is 10000, and PostgreSQL allows \d+ \([^\n]+\): [^\n]+\n$/,
    );
  });

  test('a port that is taken is said once, and ends everything', async () => {
    const { url } = await start();
    const second = runServer(['dist/main.js'], {
      DATABASE_URL: await postgres.createDatabase(),
      WECHAT_API_URL: fake.url,
      WORKERS: '3',
      PORT: new URL(url).port,
    });
    expect(await second.ended()).toEqual([1, null]);
    expect(second.output.stderr).toMatch(/^port \d+ is taken: [^\n]+\n$/);
  });
});

test('300 logins at once on ten workers leave room for others on a PostgreSQL with its defaults', async () => {
  const database = new pg.Client({ connectionString: await postgres.createDatabase() });
  await database.connect();
  onTestFinished(() => database.end());
  const { rows } = await database.query('SHOW max_connections');
  expect(rows).toEqual([{ max_connections: '100' }]);
  const { url, server } = await start({ WORKERS: '10' });
  const answers = Promise.all(Array.from({ length: 300 }, () => logIn(url)));
  let most = 0;
  const count =
    "SELECT count(*)::integer AS used FROM pg_stat_activity WHERE datname <> 'postgres'";
  for (let done = false; !done; ) {
    const used = await database.query(count);
    most = Math.max(most, used.rows[0].used);
    done = await Promise.race([answers.then(() => true), sleep(20).then(() => false)]);
  }
  expect(most).toBeLessThan(60);
  // 53300: too many connections. A busy machine may let time pass elsewhere, which is not what this is about.
  expect(server.output.stdout).not.toMatch(/53300|too many clients|remaining connection slots/);
}, 120_000);
