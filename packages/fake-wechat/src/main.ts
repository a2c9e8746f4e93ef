import { z } from 'zod';
import { startFakeWechat } from './start.ts';

const portSchema = z.coerce.number().int().min(0).max(65_535).default(2021);

const port = portSchema.safeParse(process.env.FAKE_WECHAT_PORT || undefined);
if (!port.success) fail('FAKE_WECHAT_PORT has to be a port: a whole number from 0 to 65535');

const fake = await startFakeWechat({ port: port.data }).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE'
      ? `port ${port.data} is taken: end what listens there, or set FAKE_WECHAT_PORT to another port`
      : `cannot listen on port ${port.data}: ${error.message}`,
  ),
);
console.log(`fake-wechat ready at ${fake.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void fake.close());
}

function fail(message: string): never {
  console.error(`fake-wechat: ${message}`);
  process.exit(1);
}
