import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { root } from '../child.ts';
import type { Section } from './section.ts';

/** The size of what a phone downloads. */
export const miniprogram: Section = async () => {
  const dist = path.join(root, 'apps/miniprogram/dist');
  const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)))
    .sort();
  const sizes = files.map((file) => {
    const content = readFileSync(path.join(dist, file));
    return [file, content.length, brotliCompressSync(content).length] as const;
  });
  const sum = (column: 1 | 2) => sizes.reduce((total, size) => total + size[column], 0);
  return {
    title: 'The mini program',
    notes: ['apps/miniprogram/dist as `pnpm build` makes it.'],
    table: {
      columns: ['file', 'bytes', 'with Brotli'],
      rows: [...sizes.map((size) => [...size]), ['all', sum(1), sum(2)]],
    },
  };
};
