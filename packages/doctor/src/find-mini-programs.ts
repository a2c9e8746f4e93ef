import { readdirSync } from 'node:fs';
import path from 'node:path';

const ignored = new Set(['node_modules', 'dist', 'examples', 'unpackage']);
const maxDepth = 2;

/** Returns the folders with a project.config.json in a project: its root, and two levels below it. Sorted. */
export function findMiniPrograms(root: string, depth = 0): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  if (entries.some((entry) => entry.name === 'project.config.json')) return [root];
  if (depth === maxDepth) return [];
  return entries
    .filter(({ name }) => !name.startsWith('.') && !ignored.has(name))
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => findMiniPrograms(path.join(root, name), depth + 1))
    .sort();
}
