import { parseArgs } from 'node:util';

export const usage = `usage: node main.js [command]

Without a command, the server starts. Its settings come from the environment and from .env.

  backup <file>   copy the SQLite database, which may be in use, to a new file
  restore <file>  put a backup in place of the SQLite database of a stopped server, and end its sessions
  scrub           remove what was deleted from the files of the database, which is locked meanwhile
  reencrypt       encrypt every session_key with the newest of SESSION_KEY_SECRETS
  move-accounts --from <AppID> --to <AppID> [--dry-run]
                  after a mini program has moved to another AppID: convert the openids of its accounts at WeChat
  join-users <user ID> <user ID>
                  make one user of two: the first becomes part of the second
  --help          print this
`;

export type Command =
  | { name: 'serve' }
  | { name: 'help' }
  | { name: 'reencrypt' | 'scrub' }
  | { name: 'move-accounts'; from: string; to: string; dryRun: boolean }
  | { name: 'join-users'; from: string; into: string }
  | { name: 'backup' | 'restore'; file: string };

/** Parses the arguments. Returns undefined if they are invalid. */
export function readCommand(args: string[]): Command | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h' },
        from: { type: 'string' },
        to: { type: 'string' },
        'dry-run': { type: 'boolean' },
      },
      allowPositionals: true,
    });
    if (values.help) return { name: 'help' };
    const [name = 'serve', file, second, ...others] = positionals;
    const { from, to, 'dry-run': dryRun = false } = values;
    if (name === 'move-accounts')
      return from && to && file === undefined ? { name, from, to, dryRun } : undefined;
    if (from !== undefined || to !== undefined || dryRun || others.length > 0) return undefined;
    if (name === 'join-users')
      return file && second ? { name, from: file, into: second } : undefined;
    if (second !== undefined) return undefined;
    if (name === 'backup' || name === 'restore') return file ? { name, file } : undefined;
    if (file !== undefined) return undefined;
    return name === 'serve' || name === 'reencrypt' || name === 'scrub' ? { name } : undefined;
  } catch {
    return undefined;
  }
}
