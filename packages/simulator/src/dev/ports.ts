import { type AddressInfo, createServer } from 'node:net';

/** The ports of `pnpm dev`, by the variable that changes each. */
const defaults = { PORT: 2020, FAKE_WECHAT_PORT: 2021, SIMULATOR_PORT: 2022 };
export type Ports = typeof defaults;

const uses: Record<keyof Ports, string> = {
  PORT: 'the server',
  FAKE_WECHAT_PORT: 'the fake WeChat',
  SIMULATOR_PORT: 'the browser phone',
};

/** The message names the port, its purpose and the fix. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/**
 * Returns the ports to use, from the environment or the defaults.
 * @throws {PortError} listing each that is invalid, used twice, or taken.
 */
export async function choosePorts(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Ports> {
  const ports = { ...defaults };
  const faults: string[] = [];
  const chosen = new Set<number>();
  for (const name of Object.keys(defaults) as (keyof Ports)[]) {
    const port = Number(env[name]?.trim() || defaults[name]);
    ports[name] = port;
    const instead = `choose another: ${name}=${defaults[name] + 1000}`;
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      faults.push(`${name}=${env[name]} is not a port; it is for ${uses[name]}.`);
    else if (chosen.has(port))
      faults.push(`Port ${port} is chosen twice; for ${uses[name]} ${instead}`);
    else if (!(await isFree(port)))
      faults.push(
        `Port ${port} for ${uses[name]} is taken. Stop what listens there, or ${instead}`,
      );
    chosen.add(port);
  }
  if (faults.length > 0) throw new PortError(faults.join('\n'));
  return ports;
}

/** Returns a free port. */
export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
