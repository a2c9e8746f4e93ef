import { startFakeWechat } from '../start.ts';
import { makeServerCertificate } from '../tls/certificates.ts';
import { ownAuthority } from '../tls/own-authority.ts';
import { type Command, readCommandLine, UsageError, usage } from './command-line.ts';
import { trustLines } from './trust-lines.ts';

const command = readArguments();
if (command) await run(command);
else process.stdout.write(usage);

async function run({ port, host, apps, tls, dataFolder, remoteControls }: Command): Promise<void> {
  const authority = tls
    ? await ownAuthority({ folder: dataFolder, now: Date.now }).catch((error: Error) =>
        fail(1, `can't keep a certificate authority in ${dataFolder}: ${error.message}`),
      )
    : undefined;
  const fake = await startFakeWechat({
    port,
    host,
    remoteControls,
    ...(apps && { apps }),
    ...(authority && { tls: await makeServerCertificate(authority, Date.now()) }),
  }).catch((error: NodeJS.ErrnoException) =>
    fail(
      1,
      error.code === 'EADDRINUSE'
        ? `port ${port} is taken: stop the program that uses it, or choose another with --port or FAKE_WECHAT_PORT`
        : `can't listen on ${host}, port ${port}: ${error.message}`,
    ),
  );
  console.log(`fake-wechat ready at ${fake.url}`);
  if (authority) console.log(trustLines({ ca: authority.certFile, port: new URL(fake.url).port }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void fake.close());
  }
}

function readArguments(): Command | undefined {
  try {
    return readCommandLine(process.argv.slice(2), process.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return fail(2, `${error.message}; see fake-wechat --help`);
  }
}

function fail(exitCode: number, message: string): never {
  console.error(`fake-wechat: ${message}`);
  process.exit(exitCode);
}
