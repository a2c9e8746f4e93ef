import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Snapshot } from './disk.ts';

/** Puts files and folders into a folder that holds nothing else afterwards. */
export function writeSnapshot(folder: string, snapshot: Snapshot): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shortFirst = [...snapshot].sort(([one], [other]) => one.length - other.length);
  for (const [name, content] of shortFirst)
    if (content) writeFileSync(path.join(folder, name), content);
    else mkdirSync(path.join(folder, name));
}
