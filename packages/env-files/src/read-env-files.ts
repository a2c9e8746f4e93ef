import { readFileSync } from 'node:fs';
import { decodeUtf8 } from './decode.ts';
import { parseEnvFile } from './parse-env-file.ts';

/** Files that can't be read as they stand. The message has one line for each fault, with the path and never a value. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** Settings with their origin. */
export interface EnvFiles {
  /** The environment, with what the files add. */
  values: Readonly<Record<string, string | undefined>>;
  /** Where each value that is set came from: `environment`, or the path of a file. */
  sources: ReadonlyMap<string, string>;
  /** The files that exist. */
  read: readonly string[];
}

/** What to tell of a failure to open a file, by its errno. */
const causes: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  EISDIR: 'is a folder, not a file',
};

/**
 * Reads settings from the environment and from `.env` files. What is in the environment wins, and the first file wins over the
 * next; a file that doesn't exist is skipped.
 * @param options.files absolute paths, the most important first
 * @throws {EnvFileError} with all faults of all files
 */
export function readEnvFiles(options: {
  env: Readonly<Record<string, string | undefined>>;
  files: readonly string[];
}): EnvFiles {
  const values: Record<string, string | undefined> = { ...options.env };
  const sources = new Map<string, string>();
  const read: string[] = [];
  const faults: string[] = [];
  for (const [name, value] of Object.entries(options.env))
    if (value?.trim()) sources.set(name, 'environment');

  for (const file of options.files) {
    const text = readText(file, faults);
    if (text === undefined) continue;
    read.push(file);
    const parsed = parseEnvFile(text);
    faults.push(...parsed.faults.map(({ line, says }) => `${file}:${line}: ${says}`));
    for (const [name, value] of parsed.values) {
      if (values[name] !== undefined) continue;
      values[name] = value;
      if (value.trim()) sources.set(name, file);
    }
  }
  if (faults.length > 0) throw new EnvFileError(faults);
  return { values, sources, read };
}

function readText(file: string, faults: string[]): string | undefined {
  try {
    const text = decodeUtf8(readFileSync(file));
    if (text === undefined)
      faults.push(`${file} is not UTF-8: save it as UTF-8 (in Notepad: Save as → Encoding)`);
    return text;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      faults.push(`${file} ${causes[code] ?? `cannot be read (${code})`}`);
    return undefined;
  }
}
