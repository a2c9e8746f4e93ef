import { parseArgs } from 'node:util';

export const usage = `usage: node main.js [command]

Without a command, the server starts. Its settings come from the environment and from .env.

  reencrypt   encrypt every session_key with the newest of SESSION_KEY_SECRETS
  --help      print this
`;

export type Command = 'serve' | 'reencrypt' | 'help';

/** What the arguments ask for, or undefined if they are not understood: then nothing may start. */
export function readCommand(args: string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) return 'help';
    const [command = 'serve', ...others] = positionals;
    if (others.length > 0) return undefined;
    return command === 'serve' || command === 'reencrypt' ? command : undefined;
  } catch {
    return undefined;
  }
}
