import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { startFake } from '../test/fake.ts';
import { readCommandLine } from './command/command-line.ts';

const dataHome = mkdtempSync(path.join(tmpdir(), 'fake-wechat-'));
afterAll(() => rmSync(dataHome, { recursive: true }));

/** The command, with one Node process to end it by. */
function run(...options: string[]) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('main.ts', import.meta.url)), ...options],
    { env: { ...process.env, XDG_DATA_HOME: dataHome }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, exited: once(child, 'exit') };
}

test('the command prints its address, answers there, and ends when told to', async () => {
  const { child, exited } = run('--port', '0');
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  expect(line).toMatch(/^fake-wechat ready at http:\/\/127\.0\.0\.1:\d+\n$/);
  const url = line.trim().split(' ').at(-1);
  expect((await fetch(`${url}/__fake/state`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

/** The command, once it has printed all these words. */
async function ready(words: string[], ...options: string[]) {
  const command = run('--port', '0', ...options);
  let printed = '';
  command.child.stdout.setEncoding('utf8');
  for await (const chunk of command.child.stdout) {
    printed += chunk;
    if (words.every((word) => printed.includes(word))) break;
  }
  const [, url = ''] = /ready at (\S+)\n/.exec(printed) ?? [];
  return { ...command, printed, url };
}

test('a taken port ends the command with a message that says what to do', async () => {
  const { port } = new URL((await startFake()).url);
  const { child, exited } = run('--port', port);
  expect(await text(child.stderr)).toBe(
    `fake-wechat: port ${port} is taken: stop the program that uses it, or choose another with --port or FAKE_WECHAT_PORT\n`,
  );
  expect(await exited).toEqual([1, null]);
});

test.each([
  [['--port', '70000'], '--port must be a whole number from 0 to 65535, not 70000'],
  [['--port', 'x'], '--port must be a whole number from 0 to 65535, not x'],
  [['--https'], "Unknown option '--https'"],
  [['wx1:secret'], "Unexpected argument 'wx1:secret'"],
  [['--app', 'wx1'], '--app must be an AppID and an AppSecret as appid:secret, not wx1'],
])('%j end the command in one sentence', async (options, sentence) => {
  const { child, exited } = run(...options);
  expect(await text(child.stderr)).toMatch(/^fake-wechat: [^\n]+; see fake-wechat --help\n$/);
  expect(() => readCommandLine(options, {})).toThrow(sentence);
  expect(await exited).toEqual([2, null]);
});

test('--help names every option', async () => {
  const { child, exited } = run('--help');
  const help = await text(child.stdout);
  for (const option of ['port', 'host', 'app', 'tls', 'data', 'remote-controls'])
    expect(help).toContain(`--${option}`);
  expect(await exited).toEqual([0, null]);
});

test('FAKE_WECHAT_PORT is the port where --port is not given', () => {
  expect(readCommandLine([], { FAKE_WECHAT_PORT: '2099' })?.port).toBe(2099);
  expect(readCommandLine(['--port', '0'], { FAKE_WECHAT_PORT: '2099' })?.port).toBe(0);
  expect(() => readCommandLine([], { FAKE_WECHAT_PORT: 'x' })).toThrow(/^FAKE_WECHAT_PORT must/);
});

test('--app serves these mini programs only', async () => {
  const { url } = await ready(['ready at'], '--app', 'wx1:one', '--app', 'wx2:two');
  const { apps } = (await (await fetch(`${url}/__fake/state`)).json()) as {
    apps: { appId: string }[];
  };
  expect(apps.map(({ appId }) => appId)).toEqual(['wx1', 'wx2']);
  const query = 'secret=two&js_code=x&grant_type=authorization_code';
  const answer = await fetch(`${url}/sns/jscode2session?appid=wx2&${query}`);
  expect(await answer.json()).toMatchObject({ errcode: 40029 });
});

test('--tls: HTTPS under the names of WeChat and of this machine, by an authority that it keeps', async () => {
  const { child, exited, printed, url } = await ready(['PHP'], '--tls');
  const file = path.join(dataHome, 'fake-wechat/fake-wechat-ca.pem');
  const ca = readFileSync(file, 'utf8');
  for (const servername of ['api.weixin.qq.com', 'localhost']) {
    const socket = connect({ port: Number(new URL(url).port), ca, servername });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    socket.destroy();
  }
  for (const language of ['Node', 'Go', 'curl', 'Java', 'PHP'])
    expect(printed).toMatch(new RegExp(`^  ${language} +.*${file}`, 'm'));
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await ready(['PHP'], '--tls');
  expect(readFileSync(file, 'utf8')).toBe(ca);
});

test('--tls: the printed lines for curl and Node reach it', async () => {
  const { printed, url } = await ready(['PHP'], '--tls');
  const line = (language: string) =>
    new RegExp(`^  ${language} +(.*)$`, 'm').exec(printed)?.[1] ?? '';
  const execute = promisify(execFile);
  const [command = '', ...args] = line('curl').split(' ');
  expect((await execute(command, ['-sS', ...args])).stdout).toContain('"errcode":41002');
  const [, ca] = /NODE_EXTRA_CA_CERTS=(\S+)/.exec(line('Node')) ?? [];
  const program = `console.log((await fetch('${url}/sns/jscode2session')).status)`;
  const node = await execute(process.execPath, ['--input-type=module', '--eval', program], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
  });
  expect(node.stdout).toBe('200\n');
});
