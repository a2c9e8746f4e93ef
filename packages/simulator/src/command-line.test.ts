import { expect, test } from 'vitest';
import { readCommand } from './command-line.ts';

const read = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  readCommand(args, env, { appDir: '/default' });

test('without anything it runs the default folder and forwards to the server', () => {
  expect(read([])).toEqual({
    appDir: '/default',
    forward: [
      { from: 'http://127.0.0.1:2020', to: 'http://127.0.0.1:2020' },
      { from: 'http://localhost:2020', to: 'http://127.0.0.1:2020' },
    ],
    port: 2022,
    fakeWechatPort: 2021,
  });
});

test('the server may listen elsewhere: what the mini program calls by the default address still arrives', () => {
  expect(
    read([], { PORT: '3020', SIMULATOR_PORT: '3022', FAKE_WECHAT_PORT: '3021' }),
  ).toMatchObject({
    forward: [
      { from: 'http://127.0.0.1:2020', to: 'http://127.0.0.1:3020' },
      { from: 'http://127.0.0.1:3020', to: 'http://127.0.0.1:3020' },
      { from: 'http://localhost:2020', to: 'http://127.0.0.1:3020' },
      { from: 'http://localhost:3020', to: 'http://127.0.0.1:3020' },
    ],
    port: 3022,
    fakeWechatPort: 3021,
  });
});

test('the server can be restarted where pnpm dev has started it', () => {
  expect(read([], { SERVER_RESTART_PORT: '4020' })).toMatchObject({ serverRestartPort: 4020 });
});

test('--prefetch takes a URL', () => {
  const url = 'http://127.0.0.1:2020/prefetch';
  expect(read(['--prefetch', url]).prefetchUrl).toBe(url);
  expect(() => read(['--prefetch', 'prefetch'])).toThrow(
    '--prefetch: prefetch is not an http(s) URL',
  );
});

test('--forward takes an origin, or one in place of another', () => {
  const forward = [
    '--forward',
    'https://api.test',
    '--forward',
    'https://a.test=http://localhost:1/',
  ];
  expect(read(['--', '--app', 'dist', ...forward])).toMatchObject({
    appDir: 'dist',
    forward: [
      { from: 'https://api.test', to: 'https://api.test' },
      { from: 'https://a.test', to: 'http://localhost:1' },
    ],
  });
});

test('a folder and a server may be named, as npx @weapp-login/simulator ./dist --server URL does', () => {
  const { appDir, forward } = read(['./dist', '--server', 'https://api.test/v1']);
  expect(appDir).toBe('./dist');
  expect(forward.map(({ from }) => from)).toEqual([
    'http://127.0.0.1:2020',
    'http://localhost:2020',
    'https://api.test',
  ]);
  expect(new Set(forward.map(({ to }) => to))).toEqual(new Set(['https://api.test']));
  expect(
    read(['--server', 'http://localhost:3000', '--forward', 'https://a.test']).forward,
  ).toContainEqual({ from: 'https://a.test', to: 'https://a.test' });
});

test.each([
  [['--forward', 'api.test'], {}, /--forward api.test: api.test is not an http/],
  [['--port', '1'], {}, /'--port'[\s\S]*usage: /],
  [['--server', 'api.test'], {}, /--server: api.test is not an http/],
  [['a', '--app', 'b'], {}, /name one folder/],
  [[], { SIMULATOR_PORT: 'x' }, /^SIMULATOR_PORT must be a port/],
])('%j with %j is refused', (args, env, message) => {
  expect(() => read(args, env)).toThrow(message);
});
