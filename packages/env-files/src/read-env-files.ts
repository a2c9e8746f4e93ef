import { readFileSync } from 'node:fs';
import { decodeUtf8 } from './decode.ts';
import { parseEnvFile } from './parse-env-file.ts';

/** Invalid or unreadable files. The message has one line per error, with the path and never a value. */
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
  /** The environment plus the files' values. */
  values: Readonly<Record<string, string | undefined>>;
  /** Where each value came from: `environment`, or the path of a file. */
  sources: ReadonlyMap<string, string>;
  /** The files that exist. */
  read: readonly string[];
}

/** The message for a file that can't be opened, by error code. */
const causes: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  EISDIR: 'is a folder, not a file',
};

/**
 * Reads settings from the environment and `.env` files. The environment takes precedence, and each file over the
 * next; missing files are skipped.
 * @param options.files absolute paths, the most important first
 * @throws {EnvFileError} listing all errors in all files
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
