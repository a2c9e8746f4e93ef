import { parseArgs } from 'node:util';

export const usage = `usage: node main.js [command]

Without a command, the server starts. Its settings come from the environment and from .env.

  backup <file>   copy the SQLite database, which may be in use, to a new file
  restore <file>  put a backup in place of the SQLite database of a stopped server, and end its sessions
  reencrypt       encrypt every session_key with the newest of SESSION_KEY_SECRETS
  --help          print this
`;

export type Command =
  | { name: 'serve' }
  | { name: 'help' }
  | { name: 'reencrypt' }
  | { name: 'backup' | 'restore'; file: string };

/** Parses the arguments. Returns undefined if they are invalid. */
export function readCommand(args: string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    if (values.help) return { name: 'help' };
    const [name = 'serve', file, ...others] = positionals;
    if (others.length > 0) return undefined;
    if (name === 'backup' || name === 'restore') return file ? { name, file } : undefined;
    if (file !== undefined) return undefined;
    return name === 'serve' || name === 'reencrypt' ? { name } : undefined;
  } catch {
    return undefined;
  }
}
