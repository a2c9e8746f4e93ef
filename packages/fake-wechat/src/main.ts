import path from 'node:path';
import { z } from 'zod';
import { startFakeWechat } from './start.ts';
import { makeServerCertificate } from './tls/certificates.ts';
import { ownAuthority } from './tls/own-authority.ts';

const portSchema = z.coerce.number().int().min(0).max(65_535).default(2021);

const port = portSchema.safeParse(process.env.FAKE_WECHAT_PORT || undefined);
if (!port.success) fail('FAKE_WECHAT_PORT has to be a port: a whole number from 0 to 65535');

const args = process.argv.slice(2).filter((arg) => arg !== '--');
if (args.some((arg) => arg !== '--tls')) fail('the only option is --tls');
const authority = args.includes('--tls')
  ? await ownAuthority({
      folder: path.resolve(import.meta.dirname, '../data'),
      now: Date.now,
    }).catch((error: Error) => fail(`cannot keep a certificate authority: ${error.message}`))
  : undefined;

const fake = await startFakeWechat({
  port: port.data,
  ...(authority && { tls: await makeServerCertificate(authority, Date.now()) }),
}).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `port ${port.data} is taken: end what listens there, or set FAKE_WECHAT_PORT to another port`
      : `cannot listen on port ${port.data}: ${error.message}`,
  ),
);
console.log(`fake-wechat ready at ${fake.url}`);
if (authority)
  console.log(`trust its certificate in one process: NODE_EXTRA_CA_CERTS=${authority.certFile}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void fake.close());
}

function fail(message: string): never {
  console.error(`fake-wechat: ${message}`);
  process.exit(1);
}
