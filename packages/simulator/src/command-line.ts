import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Forward } from './request/origins.ts';

export interface Command {
  appDir: string;
  forward: Forward[];
  port: number;
  fakeWechatPort: number;
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
 * Reads `--app <folder> [--forward FROM[=TO]]…` and the ports.
 * @param defaults the folder to run without --app
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
  let values: { app?: string; forward?: string[] };
  try {
    // pnpm hands over the -- that it was given.
    ({ values } = parseArgs({
      args: args.filter((arg) => arg !== '--'),
      options: { app: { type: 'string' }, forward: { type: 'string', multiple: true } },
    }));
  } catch (error) {
    throw new CommandError(
      `${(error as Error).message}\nusage: pnpm simulate [--app <folder of app.json>] [--forward FROM[=TO]]…`,
    );
  }
  const serverPort = port('PORT', defaultServerPort);
  return {
    appDir: values.app ?? defaults.appDir,
    forward: values.forward?.map(readForward) ?? toServer(serverPort),
    port: port('SIMULATOR_PORT', 2022),
    fakeWechatPort: port('FAKE_WECHAT_PORT', 2021),
    ...(env.SERVER_RESTART_PORT && { serverRestartPort: port('SERVER_RESTART_PORT', 0) }),
  };
}

/** By either name of this machine, and by the default port too, which a mini program may have been built with. */
const toServer = (port: number): Forward[] =>
  ['127.0.0.1', 'localhost'].flatMap((host) =>
    [...new Set([defaultServerPort, port])].map((from) => ({
      from: `http://${host}:${from}`,
      to: `http://127.0.0.1:${port}`,
    })),
  );

function readForward(text: string): Forward {
  const [from, to = from] = text.split('=').map((origin) => {
    const parsed = z.url({ protocol: /^https?$/ }).safeParse(origin);
    if (!parsed.success)
      throw new CommandError(`--forward ${text}: ${origin} is not an http(s) origin`);
    return new URL(parsed.data).origin;
  });
  return { from: from as string, to: to as string };
}
