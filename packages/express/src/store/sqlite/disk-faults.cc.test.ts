import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeWechat, startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFaultyDisk, EIO, ENOSPC, EROFS } from '../../../test/faulty-disk/faulty-disk.ts';
import { runServer } from '../../../test/run-server.ts';

let fake: FakeWechat;
let disk: ReturnType<typeof createFaultyDisk>;
let server: ReturnType<typeof runServer>;
let url: string;
beforeAll(async () => {
  fake = await startFakeWechat();
});
afterAll(() => fake.close());
beforeEach(async () => {
  disk = createFaultyDisk();
  await start();
});
afterEach(async () => {
  disk.set({ syncMs: 0, failSyncs: 0, readErrno: 0, writeErrno: 0, shortWrite: 0 });
  server.stop('SIGTERM');
  await server.ended();
  disk.remove();
});

async function start() {
  server = runServer(['dist/main.js'], {
    ...disk.env,
    NODE_ENV: 'development',
    WECHAT_API_URL: fake.url,
  });
  url = await server.listening();
}
const newCode = () => fake.issueCode({ personId: 'dawei', appId: touristApp.appId });
async function logIn(code = newCode(), key?: string) {
  const response = await fetch(`${url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify({ code }),
  });
  const { token, code: problem } = (await response.json()) as { token?: string; code?: string };
  return { status: response.status, token, problem, at: performance.now() };
}
async function statusOf(path: string, token?: string) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(url + path, { headers });
  await response.arrayBuffer();
  return response.status;
}
const recovered = () =>
  expect.poll(async () => (await logIn()).status, { timeout: 5_000 }).toBe(200);

test('a login and its repetition are answered after the sync, and nothing else waits for it', async () => {
  const { token } = await logIn();
  fake.fail({ kind: 'latency', ms: 3_000 });
  disk.set({ syncMs: 1_000 });
  const code = newCode();
  const before = fake.calls();
  const first = logIn(code, 'a key');
  await expect.poll(() => fake.calls()).toBe(before + 1);
  // Its claim is on the disk. The repetition finds it taken, and then looks every 50 ms for what came of it.
  const repeated = logIn(code, 'a key');
  for (let n = 0; n < 10; n++) {
    const startedAt = performance.now();
    expect(await statusOf('/me', token)).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(700);
    await sleep(200);
  }
  const [one, other] = await Promise.all([first, repeated]);
  fake.clearFailures();
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(other.token).toBe(one.token);
  // Both answers rest on the same commit, whose sync takes a second.
  expect(one.at - other.at).toBeLessThan(500);
});

test('what a failed sync was to bring to the disk is refused, and is nowhere to be seen', async () => {
  const { token } = await logIn();
  const code = newCode();
  disk.set({ syncMs: 500 });
  const before = fake.calls();
  const refused = logIn(code, 'a key');
  await expect.poll(() => fake.calls()).toBe(before + 1);
  disk.set({ failSyncs: 1 });
  expect(await refused).toMatchObject({ status: 503, problem: 'store-unavailable' });
  expect(await statusOf('/me', token)).toBe(200);
  disk.set({ syncMs: 0 });
  await recovered();
  expect(await logIn(code, 'a key')).toMatchObject({ status: 400, problem: 'code-rejected' });
  // A process that starts now reads what the kernel has, which a failed sync has not brought to the disk.
  server.stop('SIGKILL');
  await server.ended();
  await start();
  expect(await statusOf('/me', token)).toBe(200);
  expect(await logIn()).toMatchObject({ status: 200 });
});

test('a checkpoint that fails is noticed, and takes nothing with it', async () => {
  const tokens: (string | undefined)[] = [];
  disk.set({ failCheckpoints: 1 });
  for (;;) {
    const { status, token } = await logIn();
    if (status !== 200) break;
    tokens.push(token);
    // A login takes several pages, and a checkpoint is due after a thousand.
    expect(tokens.length).toBeLessThan(1_000);
  }
  await recovered();
  for (const token of tokens.slice(-20)) expect(await statusOf('/me', token)).toBe(200);
});

test.each([
  ['EIO', { writeErrno: EIO }],
  ['ENOSPC', { writeErrno: ENOSPC }],
  ['EROFS', { writeErrno: EROFS }],
  ['half of what it is given', { shortWrite: 1 }],
])('a disk that answers writes with %s: 503, open sessions go on, no restart', async (_, fault) => {
  const { token } = await logIn();
  disk.set(fault);
  for (let n = 0; n < 3; n++)
    expect(await logIn()).toMatchObject({ status: 503, problem: 'store-unavailable' });
  expect(await statusOf('/readyz')).toBe(503);
  expect(await statusOf('/me', token)).toBe(200);
  disk.set({ writeErrno: 0, shortWrite: 0 });
  await recovered();
  await expect.poll(() => statusOf('/readyz')).toBe(200);
  expect(await statusOf('/me', token)).toBe(200);
});

test('a disk that can’t be read: 503, never an unknown session, no restart', async () => {
  const tokens = [(await logIn()).token];
  const seen = new Set<number>();
  disk.set({ readErrno: EIO });
  for (let n = 0; n < 5; n++) {
    // The writer may have all that it needs in its memory.
    const { status, token } = await logIn();
    if (status === 200) tokens.push(token);
    else expect(status).toBe(503);
    for (const each of tokens) seen.add(await statusOf('/me', each));
  }
  expect(seen).toContain(503);
  expect(seen).not.toContain(401);
  disk.set({ readErrno: 0 });
  await recovered();
  for (const token of tokens) expect(await statusOf('/me', token)).toBe(200);
});
