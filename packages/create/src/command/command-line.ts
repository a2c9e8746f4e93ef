import { parseArgs } from 'node:util';
import { CreateError } from '../create-error.ts';

export const usage = `usage: npm create weapp-login@latest [folder] -- [options]

Writes a WeChat mini program with a login, its server and their contract to a new folder.

  --app-id <AppID>   the AppID of the mini program; it works without one
  --yes              ask nothing; the folder is weapp-login-app if none is given
  --help             print this
`;

export interface Arguments {
  folder: string | undefined;
  appId: string | undefined;
  yes: boolean;
}

/**
 * Reads the arguments of the command.
 * @returns undefined for `--help`
 * @throws {CreateError} for an unknown option or a second folder
 */
export function readCommandLine(args: readonly string[]): Arguments | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (positionals.length > 1)
    throw new CreateError(`expected one folder, found ${positionals.join(' and ')}`);
  return { folder: positionals[0], appId: values['app-id'], yes: values.yes ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'app-id': { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new CreateError((error as Error).message.split('. ')[0] ?? '');
  }
}
