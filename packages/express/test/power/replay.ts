import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDisk } from './disk.ts';
import { crashed } from './explore.ts';
import { readFacts } from './facts.ts';
import { readJournals } from './journal.ts';
import type { Recording } from './load.ts';
import { lucks } from './luck.ts';
import { createOracle } from './oracle.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** Builds the disk of one crash in the folder `crashed` of a recording, and again as it is once a server opened it. */
export async function replay([folder = '', point = '', kind, seed = '']: string[]): Promise<void> {
  const recording: Recording = JSON.parse(
    readFileSync(path.join(folder, 'recording.json'), 'utf8'),
  );
  const operations = readJournals(path.join(folder, 'journals'));
  const disk = createDisk(recording.root);
  operations.slice(0, Number(point) + 1).forEach((operation, turn) => {
    disk.apply(turn, operation);
  });
  const isKnown = (name: string): name is keyof typeof lucks => Object.hasOwn(lucks, name);
  const luck = kind && isKnown(kind) ? { kind, seed: Number(seed) } : undefined;
  const snapshot = crashed(disk, { point: Number(point), ...(luck && { luck }) });
  const [untouched, opened] = ['crashed', 'opened'].map((name) => path.join(folder, name));
  if (!untouched || !opened) return;
  for (const each of [untouched, opened]) writeSnapshot(each, snapshot);
  const facts = await readFacts(path.join(opened, 'data'), { whole: true });
  const at = operations[Number(point)]?.at ?? 0;
  for (const what of createOracle(recording.history)(facts, at)) console.log(what);
  console.log(`The disk is in ${untouched}, and as a server leaves it in ${opened}.`);
}
