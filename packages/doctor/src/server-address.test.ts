import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { changeLimits, noLimits } from '@weapp-login/express/src/limits/change-limits';
import { makeChain } from '@weapp-login/express/test/certificates';
import { type Mangle, relayTo } from '@weapp-login/express/test/relay';
import { startTestServer, type TestServer } from '@weapp-login/express/test/server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { examineServerAddress } from './server-address.ts';

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
  return { address: `https://localhost:${port}`, ca: root.pem };
}

const base = { version: 'develop', production: false, now: Date.now } as const;

describe('for develop', () => {
  test('a server that answers on this machine is right', async () => {
    const address = await behind();
    expect(await examineServerAddress({ ...base, address })).toEqual([
      { about: 'server for develop', verdict: 'right', says: `answers at ${address}` },
    ]);
  });

  test('so is one over https, with a certificate that is accepted', async () => {
    const findings = await examineServerAddress({ ...base, ...(await serveTls()) });
    expect(findings).toMatchObject([{ verdict: 'right' }]);
  });

  test('one that does not run yet is a warning', async () => {
    const gone = answering('');
    const address = `http://localhost:${await listen(gone)}`;
    gone.close();
    const findings = await examineServerAddress({ ...base, address });
    expect(findings).toMatchObject([{ verdict: 'warning', says: `${address}: nothing answers` }]);
  });

  test('something that is no address is a fault', async () => {
    const findings = await examineServerAddress({ ...base, address: 'my-machine' });
    expect(findings).toMatchObject([{ verdict: 'fault', says: 'my-machine is no address' }]);
  });
});

describe('a certificate', () => {
  test('that is not accepted is a fault', async () => {
    const { address } = await serveTls();
    const findings = await examineServerAddress({ ...base, address });
    expect(findings).toMatchObject([{ verdict: 'fault' }]);
    expect(findings[0]?.says).toContain('its chain of certificates is not complete');
  });

  test('that expires within two weeks is a warning', async () => {
    const findings = await examineServerAddress({ ...base, ...(await serveTls({ validFor: 10 })) });
    const day = new Date(Date.now() + 10 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
    expect(findings).toMatchObject([{ verdict: 'warning', mend: 'renew it' }]);
    expect(findings[0]?.says).toContain(`expires on ${day}`);
  });
});

describe('for release', () => {
  const release = { ...base, version: 'release' } as const;

  test('what phones refuse is a fault, whatever answers there', async () => {
    const address = (await behind()).replace('localhost', '127.0.0.1');
    const findings = await examineServerAddress({ ...release, address });
    expect(findings[0]).toMatchObject({ verdict: 'fault', says: `${address} is not https` });
    expect(findings[1]).toMatchObject({ verdict: 'fault', says: `${address} is an IP address` });
    expect(findings[0]?.mend).toContain('src/config.ts');
  });

  test('another server than ours is a fault', async () => {
    const address = `http://localhost:${await listen(answering('<html>'))}`;
    const findings = await examineServerAddress({ ...release, address });
    expect(findings.at(-1)).toMatchObject({
      verdict: 'fault',
      says: `${address}: what answers is not this server (HTTP 200)`,
    });
  });

  test('no address is a warning at first, and a fault in production', async () => {
    const missing = { ...release, address: undefined };
    expect(await examineServerAddress(missing)).toMatchObject([{ verdict: 'warning' }]);
    const inProduction = await examineServerAddress({ ...missing, production: true });
    expect(inProduction).toMatchObject([{ verdict: 'fault', says: 'there is no address yet' }]);
  });
});

describe('a way on which something gets lost is told with the part', () => {
  const html = { 'content-type': 'text/html' };
  const cases: [part: string, says: RegExp, mangle: Mangle][] = [
    [
      'GET',
      /HTTP 403/,
      ({ method, headers }, res) => {
        if (method === 'GET' && !headers.authorization)
          return void res.writeHead(403, html).end('<h1>');
      },
    ],
    ['the Authorization header', /as it was sent/, ({ headers }) => delete headers.authorization],
    [
      'the Idempotency-Key header',
      /as it was sent/,
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
      /as it was sent/,
      ({ headers }) => {
        if (headers['content-type']?.includes('form-urlencoded'))
          headers['content-type'] = 'text/plain';
      },
    ],
    [
      'a picture of 1 MB',
      /without an answer/,
      ({ url }, res) => {
        if (url === '/me/avatar') res.destroy();
      },
    ],
  ];
  test.each(cases)('%s: %s', async (part, says, mangle) => {
    const address = await behind(mangle);
    const findings = await examineServerAddress({ ...base, version: 'release', address });
    const about = findings.filter(({ says }) => says.startsWith(`${address}: `));
    expect(about).toHaveLength(1);
    expect(about[0]).toMatchObject({ verdict: 'fault', mend: expect.stringMatching(/proxy/) });
    expect(about[0]?.says).toContain(`: ${part}`);
    expect(about[0]?.says).toMatch(says);
  });

  test('and costs no login, whatever gets lost', async () => {
    const before = server.fake.calls();
    await examineServerAddress({ ...base, address: await behind() });
    for (const [, , mangle] of cases)
      await examineServerAddress({ ...base, address: await behind(mangle) });
    expect(server.fake.calls()).toBe(before);
  });
});

test('a server that hides its health, as behind our proxies, is right', async () => {
  const address = await behind(({ url }, res) => {
    if (/^\/(healthz|readyz|metrics)/.test(String(url))) res.writeHead(404).end();
  });
  expect(await examineServerAddress({ ...base, address })).toMatchObject([{ verdict: 'right' }]);
});

test('a server that has had enough requests for now is told as such', async () => {
  const limited = await startTestServer({
    limits: { ...noLimits, login: changeLimits({ 'login.address': 1 }).login },
  });
  onTestFinished(() => limited.close());
  const findings = await examineServerAddress({ ...base, address: limited.url });
  expect(findings.map(({ verdict }) => verdict)).toEqual(['warning', 'warning', 'warning']);
  expect(findings[0]?.mend).toBe('run this again in a minute');
});
