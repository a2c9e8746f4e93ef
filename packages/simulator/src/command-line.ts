import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Forward } from './request/origins.ts';

export interface Command {
  appDir: string;
  forward: Forward[];
  port: number;
  fakeWechatPort: number;
  /** The address of 数据预拉取. */
  prefetchUrl?: string;
  /** Where the server can be asked to restart; set by `pnpm dev`. */
  serverRestartPort?: number;
}

/** Says what is wrong with the command, for the person who typed it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

const defaultServerPort = 2020;
const portSchema = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads `[<folder>] [--server URL] [--forward FROM[=TO]]… [--prefetch URL]` and the ports; `--app <folder>` names the folder, too.
 * @param defaults the folder to run where none is named
 * @throws {CommandError}
 */
export function readCommand(
  args: string[],
  env: NodeJS.ProcessEnv,
  defaults: { appDir: string },
): Command {
  const port = (name: string, byDefault: number) => {
    const parsed = portSchema.safeParse(env[name] || byDefault);
    if (!parsed.success) throw new CommandError(`${name} must be a port: 0 to 65535`);
    return parsed.data;
  };
  let values: { app?: string; server?: string; forward?: string[]; prefetch?: string };
  let folders: string[];
  try {
    // pnpm hands over the -- that it was given.
    ({ values, positionals: folders } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      allowPositionals: true,
      options: {
        app: { type: 'string' },
        server: { type: 'string' },
        forward: { type: 'string', multiple: true },
        prefetch: { type: 'string' },
      },
    }));
    if (folders.length + (values.app === undefined ? 0 : 1) > 1) throw new Error('name one folder');
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message}\nusage: weapp-simulator [<folder of app.json>] [--server URL] [--forward FROM[=TO]]… [--prefetch URL]`,
    );
  }
  const server = values.server
    ? originOf('--server', values.server)
    : `http://127.0.0.1:${port('PORT', defaultServerPort)}`;
  const forward = values.forward?.map(readForward) ?? [];
  return {
    appDir: values.app ?? folders[0] ?? defaults.appDir,
    // Named alone, origins are the only ones.
    forward:
      values.server === undefined && forward.length > 0
        ? forward
        : [...toServer(server), ...forward],
    port: port('SIMULATOR_PORT', 2022),
    fakeWechatPort: port('FAKE_WECHAT_PORT', 2021),
    ...(values.prefetch !== undefined && { prefetchUrl: urlOf('--prefetch', values.prefetch) }),
    ...(env.SERVER_RESTART_PORT && { serverRestartPort: port('SERVER_RESTART_PORT', 0) }),
  };
}

/** By its own address, and by the default one under either name of this machine, which a mini program may have been built with. */
function toServer(to: string): Forward[] {
  const { protocol, hostname, port } = new URL(to);
  const names = ['127.0.0.1', 'localhost'];
  const known = names.flatMap((host) => [
    `http://${host}:${defaultServerPort}`,
    ...(names.includes(hostname) ? [`${protocol}//${host}:${port}`] : []),
  ]);
  return [...new Set([...known, to])].map((from) => ({ from: new URL(from).origin, to }));
}

function readForward(text: string): Forward {
  const [from, to = from] = text
    .split('=')
    .map((origin) => originOf(`--forward ${text}`, origin)) as [string, string?];
  return { from, to };
}

function urlOf(option: string, text: string, kind = 'URL'): string {
  const parsed = z.url({ protocol: /^https?$/ }).safeParse(text);
  if (!parsed.success) throw new CommandError(`${option}: ${text} is not an http(s) ${kind}`);
  return parsed.data;
}

const originOf = (option: string, text: string): string =>
  new URL(urlOf(option, text, 'origin')).origin;
