import { once } from 'node:events';
import { connect } from 'node:net';
import { startFakeWechat } from '@weapp-login/fake-wechat';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { miniProgram } from '../test/mini-program.ts';
import { startSimulator } from './start.ts';

let port: number;
beforeEach(async () => {
  const wechat = await startFakeWechat();
  const simulator = await startSimulator({ appDir: await miniProgram({}), forward: [], wechat });
  onTestFinished(() => Promise.all([simulator.close(), wechat.close()]).then(() => {}));
  port = Number(new URL(simulator.url).port);
});

/** Sends these bytes, and returns all that comes back. */
async function exchange(request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  await once(socket, 'connect');
  socket.write(request);
  return (await socket.toArray()).join('');
}
const ask = (target: string, headers: string[], method = 'GET') =>
  exchange([`${method} ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'));
const own = () => `Host: localhost:${port}`;

test.each(['localhost', 'LOCALHOST:1234', '127.0.0.1', '127.1.2.3:80', '[::1]:9'])(
  'Host %s is of this machine',
  async (host) => {
    expect(await ask('/', [`Host: ${host}`])).toMatch(/^HTTP\/1\.1 200 /);
  },
);

test.each([
  ['another name', ['Host: rebound.test']],
  ['a name that begins like this machine', ['Host: localhost.rebound.test']],
  ['an address of the network', ['Host: 192.168.1.5:2022']],
  ['an empty one', ['Host:']],
  ['two', ['Host: localhost', 'Host: rebound.test']],
])('Host: %s is refused in words', async (_what, headers) => {
  const answer = await ask('/', headers);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).toContain('The simulator answers at localhost and 127.0.0.1 only');
});

test('a request without a Host, and one for a proxy, are refused', async () => {
  expect(await exchange('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
  expect(await ask('http://rebound.test/screen', [own()])).toMatch(/^HTTP\/1\.1 403 /);
});

const paths = ['/', '/screen?appId=wx1', '/program.js', '/page.js', '/app/app.json', '/events'];
test.each(paths)('%s is not for the scripts and frames of another site', async (path) => {
  const refused = [
    ['Origin: http://evil.test'],
    ['Origin: null'],
    [`Origin: http://localhost:${port + 1}`],
    ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script'],
    ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'],
    ['Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'],
  ];
  for (const headers of refused) {
    const answer = await ask(path, [own(), ...headers]);
    expect([headers, answer.slice(0, 13)]).toEqual([headers, 'HTTP/1.1 403 ']);
    expect(answer).toContain('answers its own pages only');
  }
});

test('another site may link to the page, and to nothing else', async () => {
  const link = [
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Mode: navigate',
    'Sec-Fetch-Dest: document',
  ];
  expect(await ask('/', [own(), ...link])).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask('/screen?appId=wx1', [own(), ...link])).toMatch(/^HTTP\/1\.1 403 /);
  expect(await ask('/', [own(), ...link], 'POST')).toMatch(/^HTTP\/1\.1 403 /);
});

test('its own pages and programs without an Origin are answered', async () => {
  const origin = `Origin: http://localhost:${port}`;
  expect(await ask('/page.js', [own(), origin, 'Sec-Fetch-Site: same-origin'])).toMatch(/ 200 /);
  expect(await ask('/', [own(), 'Sec-Fetch-Site: none'])).toMatch(/ 200 /);
});

test.each(['/', '/screen', '/page.js', '/app/app.json', '/nowhere'])(
  '%s can be neither embedded nor read by another site',
  async (path) => {
    const answer = await ask(path, [own()]);
    expect(answer.toLowerCase()).toContain('cross-origin-resource-policy: same-origin');
    expect(answer.toLowerCase()).toContain('cross-origin-opener-policy: same-origin');
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(answer).not.toMatch(/access-control-allow-origin/i);
  },
);

test('the page may not be framed, and runs its own scripts alone', async () => {
  const policy = /content-security-policy: (.*)\r\n/i;
  const page = policy.exec(await ask('/', [own()]))?.[1];
  expect(page).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(page).toContain("frame-ancestors 'none'");
  const screen = policy.exec(await ask('/screen', [own()]))?.[1];
  expect(screen).toContain("default-src 'none'; script-src 'self';");
  expect(screen).toContain("connect-src 'none'; frame-ancestors 'self'");
});

test('the AppID that one page opens leaves that of another as it is', async () => {
  const open = (path: string) => ask(path, [own()]);
  expect(await open('/screen?appId=wx1')).toContain('/program.js?appId=wx1"');
  expect(await open('/program.js?appId=wx1')).toContain('"appId":"wx1"');
  expect(await open('/program.js')).toContain('"appId":"touristappid"');
});

test.each([
  ['a body that is not JSON', '{', 400],
  [
    'a header name with a line break',
    '{"url":"http://a.test","method":"GET","header":{"a\\r\\nb":"c"},"followRedirects":true}',
    200,
  ],
  ['a body over the limit', `"${'x'.repeat(21 * 1024 * 1024)}"`, 413],
])('%s is answered without a stack', async (_what, body, status) => {
  const answer = await fetch(`http://127.0.0.1:${port}/wx/request`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(status);
  expect(await answer.text()).not.toMatch(/node_modules|\bat .*:\d+/);
});

test('it does not listen where other machines could reach it', async () => {
  const wechat = await startFakeWechat();
  onTestFinished(() => wechat.close());
  const options = { appDir: await miniProgram({}), forward: [], wechat };
  await expect(startSimulator({ ...options, host: '0.0.0.0' })).rejects.toThrow(/loopback/);
});
