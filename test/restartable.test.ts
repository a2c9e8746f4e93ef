import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '../scripts/ports.ts';

const root = path.resolve(import.meta.dirname, '..');
const script = `import { createServer } from 'node:http';
createServer((req, res) => res.end(String(process.pid))).listen(Number(process.env.PORT), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));`;

/** What the script says of itself: its process id. */
async function pidAt(port: number): Promise<string> {
  for (const until = Date.now() + 10_000; ; ) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answer) return answer.text();
    if (Date.now() > until) throw new Error('the script never listened');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('the server of pnpm dev restarts on request, and ends with its parent', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'restartable-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'server.ts');
  await writeFile(file, script);
  const [port, restartPort] = [await freePort(), await freePort()];
  const runner = spawn(process.execPath, ['--import', 'tsx', 'scripts/restartable.ts', file], {
    cwd: root,
    env: { ...process.env, PORT: String(port), SERVER_RESTART_PORT: String(restartPort) },
  });
  onTestFinished(() => void runner.kill('SIGKILL'));

  const ask = async (type: string, headers = {}) => {
    const asked = request(`http://127.0.0.1:${restartPort}/`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
    }).end();
    const [{ statusCode }] = (await once(asked, 'response')) as [{ statusCode: number }];
    return statusCode;
  };
  const first = await pidAt(port);
  expect(await ask('text/plain')).toBe(405);
  expect(await ask('application/json', { host: 'rebound.test' })).toBe(403);
  expect(await ask('application/json', { origin: 'http://127.0.0.1:2022' })).toBe(403);
  expect(await pidAt(port)).toBe(first);
  expect(await ask('application/json')).toBe(204);
  const second = await pidAt(port);
  expect(second).not.toBe(first);

  const ended = once(runner, 'exit');
  runner.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(() => process.kill(Number(second), 0)).toThrow();
}, 30_000);
