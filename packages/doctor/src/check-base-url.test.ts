import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { changeLimits, noLimits } from '@weapp-login/express/src/limits/change-limits';
import { makeChain } from '@weapp-login/express/test/certificates';
import { type Mangle, relayTo } from '@weapp-login/express/test/relay';
import { startTestServer, type TestServer } from '@weapp-login/express/test/server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { checkBaseUrl } from './check-base-url.ts';

async function listen(server: Server): Promise<number> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}
const answering = (text: string) => createServer((_req, res) => void res.end(text));

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
/** A way to the server that changes or refuses what it is given to change or refuse. */
const behind = async (mangle?: Mangle) =>
  `http://localhost:${await listen(createServer(relayTo(server.url, mangle)))}`;

async function serveTls(validity: Parameters<typeof makeChain>[0] = {}) {
  const { root, intermediate, leaf } = await makeChain(validity);
  const options = { cert: leaf.pem + intermediate.pem, key: leaf.keyPem };
  const port = await listen(createTlsServer(options, relayTo(server.url)));
  return { baseUrl: `https://localhost:${port}`, ca: root.pem };
}

const base = { version: 'develop', production: false, now: Date.now } as const;

describe('for develop', () => {
  test('a server on this machine that responds passes', async () => {
    const address = await behind();
    expect(await checkBaseUrl({ ...base, baseUrl: address })).toEqual([
      { check: 'server for develop', status: 'passed', message: `responds at ${address}` },
    ]);
  });

  test('so is one over https, with a certificate that is accepted', async () => {
    const results = await checkBaseUrl({ ...base, ...(await serveTls()) });
    expect(results).toMatchObject([{ status: 'passed' }]);
  });

  test('one that does not run yet is a warning', async () => {
    const gone = answering('');
    const address = `http://localhost:${await listen(gone)}`;
    gone.close();
    const results = await checkBaseUrl({ ...base, baseUrl: address });
    expect(results).toMatchObject([{ status: 'warning', message: `${address}: no response` }]);
  });

  test('something that is not a URL fails', async () => {
    const results = await checkBaseUrl({ ...base, baseUrl: 'my-machine' });
    expect(results).toMatchObject([{ status: 'failed', message: 'my-machine is not a URL' }]);
  });
});

describe('a certificate', () => {
  test('that is not accepted fails', async () => {
    const { baseUrl } = await serveTls();
    const results = await checkBaseUrl({ ...base, baseUrl });
    expect(results).toMatchObject([{ status: 'failed' }]);
    expect(results[0]?.message).toContain('its certificate chain is incomplete');
  });

  test('that expires within two weeks is a warning', async () => {
    const results = await checkBaseUrl({ ...base, ...(await serveTls({ validFor: 10 })) });
    const day = new Date(Date.now() + 10 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    expect(results).toMatchObject([{ status: 'warning', fix: 'renew it' }]);
    expect(results[0]?.message).toContain(`expires on ${day}`);
  });
});

describe('for release', () => {
  const release = { ...base, version: 'release' } as const;

  test('what phones refuse is a failed, whatever answers there', async () => {
    const address = (await behind()).replace('localhost', '127.0.0.1');
    const results = await checkBaseUrl({ ...release, baseUrl: address });
    expect(results[0]).toMatchObject({ status: 'failed', message: `${address} is not HTTPS` });
    expect(results[1]).toMatchObject({ status: 'failed', message: `${address} is an IP address` });
    expect(results[0]?.fix).toContain('src/config.ts');
  });

  test('another server than ours fails', async () => {
    const address = `http://localhost:${await listen(answering('<html>'))}`;
    const results = await checkBaseUrl({ ...release, baseUrl: address });
    expect(results.at(-1)).toMatchObject({
      status: 'failed',
      message: `${address}: something other than this server responds (HTTP 200)`,
    });
  });

  test('no address is a warning at first, and a failure in production', async () => {
    const missing = { ...release, baseUrl: undefined };
    expect(await checkBaseUrl(missing)).toMatchObject([{ status: 'warning' }]);
    const inProduction = await checkBaseUrl({ ...missing, production: true });
    expect(inProduction).toMatchObject([{ status: 'failed', message: 'there is no base URL yet' }]);
  });
});

describe('a proxy that loses something is reported with the part that is lost', () => {
  const html = { 'content-type': 'text/html' };
  const cases: [part: string, message: RegExp, mangle: Mangle][] = [
    [
      'GET',
      /HTTP 403/,
      ({ method, headers }, res) => {
        if (method === 'GET' && !headers.authorization)
          return void res.writeHead(403, html).end('<h1>');
      },
    ],
    [
      'the Authorization header',
      /changed or incomplete/,
      ({ headers }) => delete headers.authorization,
    ],
    [
      'the Idempotency-Key header',
      /changed or incomplete/,
      ({ headers }) => delete headers['idempotency-key'],
    ],
    [
      'PUT',
      /HTTP 405/,
      ({ method }, res) => {
        if (method === 'PUT') res.writeHead(405, html).end('<h1>');
      },
    ],
    [
      'DELETE',
      /HTTP 501/,
      ({ method }, res) => {
        if (method === 'DELETE') res.writeHead(501, html).end('<h1>');
      },
    ],
    [
      'a picture of 1 MB',
      /HTTP 413/,
      ({ headers }, res) => {
        if (Number(headers['content-length']) > 1024 * 1024) res.writeHead(413, html).end('<h1>');
      },
    ],
    [
      'a JSON body of 16 KB',
      /HTTP 413/,
      ({ headers }, res) => {
        const { 'content-length': length, 'content-type': type } = headers;
        if (type === 'application/json' && Number(length) > 8_000)
          res.writeHead(413, html).end('<h1>');
      },
    ],
    [
      'POST with a form',
      /changed or incomplete/,
      ({ headers }) => {
        if (headers['content-type']?.includes('form-urlencoded'))
          headers['content-type'] = 'text/plain';
      },
    ],
    [
      'a picture of 1 MB',
      /without a response/,
      ({ url }, res) => {
        if (url === '/me/avatar') res.destroy();
      },
    ],
  ];
  test.each(cases)('%s: %s', async (part, message, mangle) => {
    const address = await behind(mangle);
    const results = await checkBaseUrl({ ...base, version: 'release', baseUrl: address });
    const check = results.filter(({ message }) => message.startsWith(`${address}: `));
    expect(check).toHaveLength(1);
    expect(check[0]).toMatchObject({ status: 'failed', fix: expect.stringMatching(/proxy/) });
    expect(check[0]?.message).toContain(`: ${part}`);
    expect(check[0]?.message).toMatch(message);
  });

  test('and costs no login, whatever gets lost', async () => {
    const before = server.fake.calls();
    await checkBaseUrl({ ...base, baseUrl: await behind() });
    for (const [, , mangle] of cases)
      await checkBaseUrl({ ...base, baseUrl: await behind(mangle) });
    expect(server.fake.calls()).toBe(before);
  });
});

test('a proxy that hides the health routes, as ours do, passes', async () => {
  const address = await behind(({ url }, res) => {
    if (/^\/(healthz|readyz|metrics)/.test(String(url))) res.writeHead(404).end();
  });
  expect(await checkBaseUrl({ ...base, baseUrl: address })).toMatchObject([{ status: 'passed' }]);
});

test('a server whose rate limit is reached is a warning', async () => {
  const limited = await startTestServer({
    limits: { ...noLimits, login: changeLimits({ 'login.address': 1 }).login },
  });
  onTestFinished(() => limited.close());
  const results = await checkBaseUrl({ ...base, baseUrl: limited.url });
  expect(results.map(({ status }) => status)).toEqual(['warning', 'warning', 'warning']);
  expect(results[0]?.fix).toBe('run this again in a minute');
});
