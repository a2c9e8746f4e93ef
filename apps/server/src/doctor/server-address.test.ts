import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { makeChain } from '../../test/certificates.ts';
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
const healthy = '{"status":"ok"}';

async function serveTls(validity: Parameters<typeof makeChain>[0] = {}) {
  const { root, intermediate, leaf } = await makeChain(validity);
  const options = { cert: leaf.pem + intermediate.pem, key: leaf.keyPem };
  const port = await listen(createTlsServer(options, (_req, res) => void res.end(healthy)));
  return { address: `https://localhost:${port}`, ca: root.pem };
}

const base = { version: 'develop', production: false, now: Date.now } as const;

describe('for develop', () => {
  test('a server that answers on this machine is right', async () => {
    const address = `http://localhost:${await listen(answering(healthy))}`;
    expect(await examineServerAddress({ ...base, address })).toEqual([
      { about: 'server for develop', verdict: 'right', says: `answers at ${address}` },
    ]);
  });

  test('so is one over https, with a certificate that is accepted', async () => {
    const findings = await examineServerAddress({ ...base, ...(await serveTls()) });
    expect(findings).toMatchObject([{ verdict: 'right' }]);
  });

  test('one that does not run yet is a warning', async () => {
    const server = answering(healthy);
    const address = `http://localhost:${await listen(server)}`;
    server.close();
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
    const address = `http://127.0.0.1:${await listen(answering(healthy))}`;
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
      says: `${address}: what answers is not this server`,
    });
  });

  test('no address is a warning at first, and a fault in production', async () => {
    const missing = { ...release, address: undefined };
    expect(await examineServerAddress(missing)).toMatchObject([{ verdict: 'warning' }]);
    const inProduction = await examineServerAddress({ ...missing, production: true });
    expect(inProduction).toMatchObject([{ verdict: 'fault', says: 'there is no address yet' }]);
  });
});
