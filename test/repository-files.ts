import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

const root = path.resolve(import.meta.dirname, '..');

/** The repository's own files that match, relative to its root; nothing that is installed, built or written at run time. */
export const files = (...patterns: string[]): string[] =>
  globSync(patterns, {
    cwd: root,
    dot: true,
    ignore: ['**/node_modules/**', '**/dist/**', '**/.turbo/**', '**/data/**', '.git/**'],
  });

export const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The path from the root of what a link in `page` leads to. */
export const linkTarget = (page: string, link: string): string =>
  path.resolve(root, path.dirname(page), link.replace(/#.*/, ''));
