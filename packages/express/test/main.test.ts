import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { startFakeWechat, touristCode } from '@weapp-login/fake-wechat';
import { describe, expect, test } from 'vitest';
import { runServer } from './run-server.ts';

const source = ['--import', 'tsx', 'src/main.ts'];
const built = ['dist/main.js'];

describe('started from source', () => {
  test('in production without an account: refuses, and names what is missing', async () => {
    const server = runServer(source, { NODE_ENV: 'production' });
    expect(await server.ended()).toEqual([1, null]);
    expect(server.output.stdout).toBe('');
    expect(server.output.stderr).toMatch(
      /WECHAT_APP_ID is missing[\s\S]*WECHAT_APP_SECRET is missing/,
    );
  });

  test.each([
    ['a port that is taken', {}, /^port \d+ is taken: .* PORT .*\n$/],
    [
      'an address of another machine',
      { HOST: '192.0.2.1' },
      /^192\.0\.2\.1 is not an address .* HOST .*\n$/,
    ],
  ])('on %s: refuses in one line', async (_, env, message) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const PORT = String((taken.address() as AddressInfo).port);
    const server = runServer(source, { PORT, ...env });
    const end = await server.ended();
    taken.close();
    expect(end).toEqual([1, null]);
    expect(server.output.stderr).toMatch(message);
  });
});

describe('the command line', () => {
  test.each([['reencryptt'], ['--version'], ['reencrypt', 'now'], ['--reencrypt']])(
    '%s: prints the usage, starts nothing and ends with 2',
    async (...args) => {
      const server = runServer([...source, ...args], {});
      expect(await server.ended()).toEqual([2, null]);
      expect(server.output).toEqual({ stdout: '', stderr: expect.stringContaining('usage:') });
    },
  );

  test('--help prints the usage', async () => {
    const server = runServer([...source, '--help'], {});
    expect(await server.ended()).toEqual([0, null]);
    expect(server.output).toEqual({ stdout: expect.stringContaining('usage:'), stderr: '' });
  });
});

describe('started from dist', () => {
  test('without NODE_ENV it is in production: it refuses to run on the fake WeChat', async () => {
    const server = runServer(built, { NODE_ENV: '' });
    expect(await server.ended()).toEqual([1, null]);
    expect(server.output.stderr).toContain('WECHAT_APP_ID is missing');
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('logs in, and ends in order on %s', async (signal) => {
    const fake = await startFakeWechat();
    const server = runServer(built, { NODE_ENV: 'development', WECHAT_API_URL: fake.url });
    const url = await server.listening();
    const response = await fetch(`${url}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: touristCode }),
    });
    expect(response.status).toBe(200);
    await response.text();
    server.stop(signal);
    const end = await server.ended();
    await fake.close();
    expect(end).toEqual([0, null]);
    expect(server.output.stderr).toBe('');
    expect(server.output.stdout).toContain('logins use the fake WeChat');
  });

  test('in production with an account and a secret: logs neither', async () => {
    const server = runServer(built, {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      WECHAT_APP_ID: 'wx0123456789abcdef',
      WECHAT_APP_SECRET: '0123456789abcdef0123456789abcdef',
      SESSION_KEY_SECRETS: 'fedcba9876543210fedcba9876543210',
    });
    await server.listening();
    server.stop('SIGTERM');
    expect(await server.ended()).toEqual([0, null]);
    expect(server.output.stdout).toContain('"store":"sqlite"');
    expect(server.output.stdout).toContain('"SESSION_KEY_SECRETS":"environment"');
    expect(server.output.stdout).not.toContain('0123456789abcdef0123456789abcdef');
    expect(server.output.stdout).not.toContain('fedcba9876543210fedcba9876543210');
  });
});
