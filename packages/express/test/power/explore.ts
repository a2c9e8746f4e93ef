import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createDisk, type Disk, type Snapshot } from './disk.ts';
import { type Facts, readFacts } from './facts.ts';
import { readJournals } from './journal.ts';
import type { Recording } from './load.ts';
import { lucks } from './luck.ts';
import { createOracle } from './oracle.ts';
import { createRandom } from './random.ts';
import { writeSnapshot } from './write-snapshot.ts';

/** A crash: after so many operations of the journal, and with which luck; without it, with what was synced alone. */
export interface Crash {
  point: number;
  luck?: { kind: keyof typeof lucks; seed: number };
}

export interface Finding extends Crash {
  what: string;
  /** The operation that was the last before the crash. */
  after: string;
}

export interface Explored {
  /** Crash points. */
  points: number;
  /** Disks that were built and opened, each unlike the one before it. */
  states: number;
  findings: Finding[];
}

/** One disk in so many is opened by the whole store, whose thread takes half a second to start. */
const wholeEvery = 200;

/** What is left to chance: the others have one outcome each, and are looked at wherever it is a new one. */
const certain = ['everything', 'names alone', 'content alone'] as const;
const isCertain = (kind: string) => !chances.some((other) => other === kind);
const chances = (Object.keys(lucks) as (keyof typeof lucks)[]).filter(
  (kind) => !certain.some((other) => other === kind),
);

/**
 * Crashes the recorded server after every operation and opens what is left of its folder with the server's own code.
 * @param options.states how many disks to leave to chance
 * @param options.share the number of this process, and how many share the work
 * @param options.place where disks are built; memory is best
 */
export async function explore(options: {
  recording: Recording;
  states: number;
  seed: number;
  place: string;
  share: readonly [index: number, count: number];
}): Promise<Explored> {
  const { seed, place } = options;
  const { root, journals, history } = options.recording;
  const contradictions = createOracle(history);
  const [index, count] = options.share;
  const operations = readJournals(journals);
  const disk = createDisk(root);
  const explored: Explored = { points: 0, states: 0, findings: [] };
  /** The last disk of each certain kind. */
  const known = new Map<string, { version: number; digest: string; facts: Facts }>();

  async function factsOf(crash: Crash): Promise<Facts> {
    const kind = crash.luck?.kind ?? 'synced alone';
    const same = known.get(kind);
    if (same && same.version === disk.version() && isCertain(kind)) return same.facts;
    const snapshot = crashed(disk, crash);
    const digest = digestOf(snapshot);
    if (same?.digest === digest) return same.facts;
    writeSnapshot(place, snapshot);
    const whole = explored.states % wholeEvery === 0;
    const facts = await readFacts(path.join(place, 'data'), { whole });
    explored.states++;
    known.set(kind, { version: disk.version(), digest, facts });
    return facts;
  }
  async function look(crash: Crash, at: number, after: string) {
    const facts = await factsOf(crash);
    for (const what of contradictions(facts, at)) explored.findings.push({ ...crash, what, after });
  }

  const perPoint = options.states / operations.length;
  for (const [point, operation] of operations.entries()) {
    disk.apply(point, operation);
    if (point % count !== index) continue;
    explored.points++;
    const { at } = operation;
    const after = disk.lastOperation();
    if (changesWhatIsCertain.has(operation.kind)) {
      await look({ point }, at, after);
      for (const kind of certain) await look({ point, luck: { kind, seed } }, at, after);
    }
    const random = createRandom(seed, point);
    for (let left = perPoint * count; left > random(); left--) {
      const kind = chances[Math.floor(random() * chances.length)] ?? 'scattered';
      const luck = { kind, seed: Math.floor(random() * 2 ** 31) };
      await look({ point, luck }, at, after);
    }
  }
  if (index === 0) compare(disk.seen(), root);
  return explored;
}

/** The disk that a crash leaves. */
export function crashed(disk: Disk, { point, luck }: Crash): Snapshot {
  return disk.afterCrash(luck && lucks[luck.kind](createRandom(luck.seed, point)));
}

/** After anything else the same is known of the disk as before, and the same has been answered. */
const changesWhatIsCertain: ReadonlySet<string> = new Set(['sync-end', 'sent', 'unlink', 'rename']);

function digestOf(snapshot: Snapshot): string {
  const hash = createHash('sha1');
  for (const [name, content] of snapshot)
    hash.update(`${name} ${content?.length}\n`).update(content ?? '');
  return hash.digest('base64');
}

/** @throws where the recorder missed something: the model's files are then not those that the server left */
function compare(seen: Snapshot, root: string): void {
  const there = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.endsWith('-shm'),
  );
  const missed = [
    ...there.filter((name) => !seen.has(name)),
    ...[...seen].flatMap(([name, content]) => {
      const file = path.join(root, name);
      return existsSync(file) && (!content || content.equals(readFileSync(file))) ? [] : [name];
    }),
  ];
  if (missed.length > 0) throw new Error(`the recorder missed changes of ${missed.join(', ')}`);
}
