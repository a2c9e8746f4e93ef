import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { runServer } from './run-server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = readFileSync(path.join(root, 'docs/guides/monitoring.md'), 'utf8');
const [, section = ''] = /\n## Rehearse an outage\n([\s\S]*?)(?:\n## |$)/.exec(guide) ?? [];
const [fakeBlock = '', serverBlock = '', beginBlock = '', endBlock = ''] = [
  ...section.matchAll(/```sh\n([\s\S]*?)```/g),
].map(([, block]) => block);

/** The settings that a block exports. */
const settingsOf = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/^export (.+)$/gm)].flatMap(([, pairs = '']) =>
      pairs.split(' ').map((pair) => pair.split('=') as [string, string]),
    ),
  );

/** The requests of a block's curl commands, loops unrolled. */
const requestsOf = (block: string) =>
  [...block.matchAll(/^(?:for n in \$\(seq (\d+)\); do )?curl (.+?)(?:; done)?$/gm)].flatMap(
    ([, times = '1', command = '']) => {
      const [url = ''] = /https?:\S+/.exec(command) ?? [];
      const [, body] = /--json '([^']+)'/.exec(command) ?? [];
      const [, method = body ? 'POST' : 'GET'] = /--request (\w+)/.exec(command) ?? [];
      return Array.from({ length: Number(times) }, () => ({ url, method, body }));
    },
  );

test('the rehearsal of an outage, as the guide has it', { timeout: 60_000 }, async () => {
  expect(fakeBlock).toBe('pnpm --filter @weapp-login/fake-wechat start --tls\n');
  const fake = spawn(
    process.execPath,
    ['--import', 'tsx', 'src/main.ts', '--tls', '--data', 'data'],
    {
      cwd: path.join(root, 'packages/fake-wechat'),
      env: { ...process.env, FAKE_WECHAT_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const fakeEnded = once(fake, 'exit');
  const lines = createInterface(fake.stdout)[Symbol.asyncIterator]();
  const { value: ready = '' } = await lines.next();
  const fakePort = /https:\/\/127\.0\.0\.1:(\d+)$/.exec(ready)?.[1] ?? '';
  let ca: string | undefined;
  while (ca === undefined) {
    const { value: line = '', done } = await lines.next();
    if (done) throw new Error('the fake says nothing of its certificate');
    ca = /NODE_EXTRA_CA_CERTS=(\S+)/.exec(line)?.[1];
  }

  const settings = settingsOf(serverBlock);
  expect(ca).toBe(path.join(root, settings.NODE_EXTRA_CA_CERTS ?? ''));
  const folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-rehearsal-'));
  const server = runServer(['dist/main.js'], {
    ...settings,
    NODE_EXTRA_CA_CERTS: ca,
    WECHAT_API_URL: settings.WECHAT_API_URL?.replace(/\d+$/, fakePort) ?? '',
    PORT: '0',
    DATA_DIR: folder,
  });
  const url = await server.listening();
  const dispatcher = new Agent({ connect: { ca: readFileSync(ca, 'utf8') } });
  onTestFinished(async () => {
    fake.kill('SIGKILL');
    server.stop('SIGKILL');
    await Promise.all([server.ended(), fakeEnded, dispatcher.close()]);
    await rm(folder, { recursive: true });
  });

  async function run(block: string) {
    const answers: string[] = [];
    for (const { url: written, method, body } of requestsOf(block)) {
      const address = written
        .replace(/:2021\b/, `:${fakePort}`)
        .replace('http://127.0.0.1:2030', url);
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const answer = await request(address, {
        dispatcher,
        method: method as 'GET',
        headers,
        ...(body && { body }),
      });
      answers.push(await answer.body.text());
    }
    return answers;
  }

  expect((await run(beginBlock)).at(-1)).toContain('"wechat-unavailable"');
  await expect
    .poll(() => server.output.stdout)
    .toMatch(/"msg":"WeChat calls are failing"[\s\S]*"msg":"circuit breaker open: /);
  expect(server.output.stdout).not.toContain('answers again');

  expect(endBlock).toContain('sleep 10\n');
  const [end = '', after = ''] = endBlock.split('sleep 10\n');
  await run(end);
  await sleep(10_000);
  expect(await run(after)).toEqual([expect.stringContaining('"code-rejected"')]);
  await expect.poll(() => server.output.stdout).toContain('"msg":"WeChat answers again"');
});
