import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const kinds = new Set(['.js', '.json', '.wxml', '.wxss', '.wxs']);

/** The texts of a mini program by path (with forward slashes); none where the folder is missing. */
export async function readFolder(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = entries
    .filter((entry) => entry.isFile() && kinds.has(path.extname(entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
  const texts = await Promise.all(
    files.map(async (file) => {
      const name = path.relative(folder, file).split(path.sep).join('/');
      // A build may be removing what was listed.
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
  return new Map(texts.flat().sort(([a], [b]) => (a < b ? -1 : 1)));
}
