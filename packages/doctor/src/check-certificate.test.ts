import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { createSecureContext, createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { makeCertificate, makeChain } from '@weapp-login/express/test/certificates';
import { expect, onTestFinished, test } from 'vitest';
import { checkCertificate } from './check-certificate.ts';

async function listen(server: Server): Promise<number> {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
const serve = (options: TlsOptions) =>
  listen(createTlsServer(options, (socket) => socket.on('error', () => undefined)));

const check = (port: number, ca?: string) => checkCertificate({ host: 'localhost', port, ca });
const refused = (message: string) => ({ kind: 'refused', message, fix: expect.any(String) });

test('a whole chain from a known authority is accepted, until its end', async () => {
  const { root, intermediate, leaf } = await makeChain();
  const port = await serve({ cert: leaf.pem + intermediate.pem, key: leaf.keyPem });
  expect(await check(port, root.pem)).toEqual({
    kind: 'accepted',
    validUntil: leaf.certificate.notAfter.getTime(),
  });
});

test('the name of the site is sent, which proxies choose the certificate by', async () => {
  const { root, intermediate, leaf } = await makeChain();
  const context = createSecureContext({ cert: leaf.pem + intermediate.pem, key: leaf.keyPem });
  const port = await serve({
    SNICallback: (name, answer) =>
      name === 'localhost' ? answer(null, context) : answer(new Error('no such site')),
  });
  expect(await check(port, root.pem)).toMatchObject({ kind: 'accepted' });
});

test('a chain without its middle is not complete', async () => {
  const { root, leaf } = await makeChain();
  const port = await serve({ cert: leaf.pem, key: leaf.keyPem });
  expect(await check(port, root.pem)).toEqual(refused('its certificate chain is incomplete'));
});

test('a full chain from an unknown CA is refused', async () => {
  const { root, intermediate, leaf } = await makeChain();
  const cert = leaf.pem + intermediate.pem + root.pem;
  const port = await serve({ cert, key: leaf.keyPem });
  expect(await check(port)).toEqual(
    refused('its certificate was issued by a CA that phones do not trust'),
  );
});

test('a certificate that is signed by itself is refused', async () => {
  const { pem, keyPem } = await makeCertificate({ name: 'localhost' });
  const port = await serve({ cert: pem, key: keyPem });
  expect(await check(port)).toEqual(refused('its certificate is self-signed'));
});

test.each([
  ['has expired', { validFor: -1 }],
  ['is not valid yet', { validFrom: 1 }],
])('a certificate that %s is refused', async (what, validity) => {
  const { root, intermediate, leaf } = await makeChain(validity);
  const port = await serve({ cert: leaf.pem + intermediate.pem, key: leaf.keyPem });
  expect(await check(port, root.pem)).toEqual(refused(`its certificate ${what}`));
});

test('a certificate for another name is refused', async () => {
  const root = await makeCertificate({ name: 'Root of a test', isAuthority: true });
  const { pem, keyPem } = await makeCertificate({ name: 'api.example.com', issuer: root });
  const port = await serve({ cert: pem, key: keyPem });
  expect(await check(port, root.pem)).toEqual(
    refused('its certificate was issued for another name'),
  );
});

test.each([
  ['only newer', { minVersion: 'TLSv1.3' }],
  ['only older', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
] as const)('a server that speaks TLS, but %s than 1.2, is refused', async (_, versions) => {
  const { root, intermediate, leaf } = await makeChain();
  const cert = leaf.pem + intermediate.pem;
  const port = await serve({ cert, key: leaf.keyPem, ...versions });
  expect(await check(port, root.pem)).toEqual(refused('it does not support TLS 1.2'));
});

test('a server that speaks no TLS at all is refused', async () => {
  const port = await listen(createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n')));
  expect((await check(port)).kind).toBe('refused');
});

test('a refused connection is reported', async () => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  expect(await check(port)).toEqual(refused('nothing listens there'));
});

test('a name that does not exist is said so', async () => {
  const host = 'api.weapp-login.invalid';
  expect(await checkCertificate({ host, port: 443 })).toEqual(
    refused('its host name is not found'),
  );
});
