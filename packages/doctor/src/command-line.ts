import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findMiniPrograms } from './find-mini-programs.ts';

export const usage = `usage: weapp-doctor [folder] [options]

Checks the settings, WeChat, the mini program, its base URLs, certificates, and storage of a project (default: this folder),
and prints what to fix. Settings are read from the environment and from .env of the project and the server.

  --server <folder>        where relative paths of the settings start (default: apps/server, or the project)
  --mini-program <folder>  where project.config.json is (default: searched in the project)
  --url <url>              base URL of the released mini program, if it has no src/config.ts with baseUrlFor
  --help                   print this
`;

/** Arguments that can't be used; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Project {
  serverFolder: string;
  /** The `.env` files, the one that takes precedence first. */
  envFiles: string[];
  /** undefined if there is none. */
  miniProgramFolder: string | undefined;
  releaseUrl: string | undefined;
}

/**
 * Reads the arguments of the command and finds the parts of the project.
 * @param cwd absolute; relative folders start there
 * @returns undefined if the usage is asked for
 * @throws {UsageError}
 */
export function readCommandLine(args: readonly string[], cwd: string): Project | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (positionals.length > 1)
    throw new UsageError(`expected one folder, found ${positionals.join(' and ')}`);
  const root = folderAt(cwd, positionals[0] ?? '.');
  const serverFolder = folderAt(root, values.server ?? defaultServer(root), cwd);
  const { url } = values;
  if (url !== undefined && !URL.canParse(url))
    throw new UsageError(`--url ${url} is not a URL: write it as https://api.example.com`);
  return {
    serverFolder,
    envFiles: [...new Set([serverFolder, root])].map((folder) => path.join(folder, '.env')),
    miniProgramFolder: values['mini-program']
      ? miniProgramAt(folderAt(cwd, values['mini-program']))
      : onlyOne(findMiniPrograms(root), root),
    releaseUrl: url,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        server: { type: 'string' },
        'mini-program': { type: 'string' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? '');
  }
}

function defaultServer(root: string): string {
  return isFolder(path.join(root, 'apps/server')) ? path.join(root, 'apps/server') : root;
}

function folderAt(base: string, folder: string, cwd = base): string {
  const absolute = path.resolve(cwd, folder);
  if (!isFolder(absolute)) throw new UsageError(`${absolute} is not a folder`);
  return absolute;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function miniProgramAt(folder: string): string {
  if (statSync(path.join(folder, 'project.config.json'), { throwIfNoEntry: false })) return folder;
  throw new UsageError(`${folder} has no project.config.json, so it is not a mini program`);
}

function onlyOne(found: string[], root: string): string | undefined {
  if (found.length > 1)
    throw new UsageError(
      `found ${found.length} mini programs (${found.map((one) => path.relative(root, one) || '.').join(', ')}): choose one with --mini-program`,
    );
  return found[0];
}
