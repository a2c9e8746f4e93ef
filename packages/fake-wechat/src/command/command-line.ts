import { homedir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { FakeApp } from '../state/apps.ts';

export const usage = `usage: fake-wechat [options]

Serves a fake of https://api.weixin.qq.com until Ctrl-C.

  --port <number>        default: FAKE_WECHAT_PORT, or 2021; 0 takes any free port
  --host <address>       default: 127.0.0.1
  --app <appid:secret>   a mini program to serve instead of the built-in ones; may be repeated
  --tls                  serve HTTPS, with a certificate for api.weixin.qq.com and localhost
  --data <folder>        where --tls keeps its certificate authority; default: in the user's data folder
  --remote-controls      let other machines use /__fake/ too, for tests in containers
  --help                 print this
`;

/** The arguments or a variable can't be used. The message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Command {
  port: number;
  host: string;
  /** Undefined: the default ones. */
  apps: FakeApp[] | undefined;
  tls: boolean;
  dataFolder: string;
  remoteControls: boolean;
}

/**
 * Reads the arguments of the command.
 * @returns undefined for `--help`
 * @throws {UsageError}
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): Command | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  return {
    port: values.port
      ? readPort('--port', values.port)
      : readPort('FAKE_WECHAT_PORT', env.FAKE_WECHAT_PORT || '2021'),
    host: values.host ?? '127.0.0.1',
    apps: values.app?.map(readApp),
    tls: values.tls ?? false,
    dataFolder: path.resolve(values.data ?? defaultDataFolder(env)),
    remoteControls: values['remote-controls'] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        app: { type: 'string', multiple: true },
        tls: { type: 'boolean' },
        data: { type: 'string' },
        'remote-controls': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? '');
  }
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${name} must be a whole number from 0 to 65535, not ${text}`);
}

function readApp(text: string): FakeApp {
  const [, appId, appSecret] = /^([^\s:]+):([^\s:]+)$/.exec(text) ?? [];
  if (appId && appSecret) return { appId, appSecret, unionBound: true };
  throw new UsageError(`--app must be an AppID and an AppSecret as appid:secret, not ${text}`);
}

function defaultDataFolder(env: Readonly<NodeJS.ProcessEnv>): string {
  const parent = env.XDG_DATA_HOME || env.LOCALAPPDATA || path.join(homedir(), '.local/share');
  return path.join(parent, 'fake-wechat');
}
