import type { CrashLuck } from './disk.ts';
import { pageBytes, sectorBytes } from './file-on-disk.ts';

/** Ways in which unsynced changes reach a disk, each by the kind of crash that it stands for. */
export const lucks = {
  /** A killed process: nothing is missing. */
  everything: () => keep(() => true),
  /** A file system that is quick with names: all are there, and of the content what was synced. */
  'names alone': () => ({ ...keep(() => false), name: () => true }),
  /** All content, under the names that were synced. */
  'content alone': () => ({ ...keep(() => true), name: () => false }),
  /** Sectors and names by the toss of a coin. */
  scattered: (random) => keep(() => random() < 0.5),
  /** Nearly all of it: a few sectors and names are missing. */
  'almost everything': (random) => keep(() => random() > 0.03),
  /** A few sectors and names. */
  'almost nothing': (random) => keep(() => random() < 0.03),
  /** All content and some names, in order, as a journaling file system keeps them. */
  'names in order': (random) => {
    const part = random();
    return { ...keep(() => true), name: (index, count) => index < part * (count + 1) - 1 };
  },
  /** All names, and pages whole or not at all, the last ones first: a disk that reorders. */
  'last pages first': (random) => {
    const part = random();
    const pages = new Map<number, boolean>();
    return {
      name: () => true,
      file: () => ({
        sizes: (count) => count,
        writes(sector, turns) {
          const page = Math.floor((sector * sectorBytes) / pageBytes);
          const isIn = pages.get(page) ?? random() < part;
          pages.set(page, isIn);
          return isIn ? turns.length : 0;
        },
      }),
    };
  },
  /** Everything up to some sector, in the order in which it was written. */
  torn: (random) => {
    let turn = Number.NaN;
    const part = random();
    return {
      name: (index, count) => index < part * (count + 1) - 1,
      file: () => ({
        sizes: (count) => Math.ceil(part * count),
        writes(_, turns) {
          if (Number.isNaN(turn)) turn = (turns[0] ?? 0) + part * 40;
          const before = turns.filter((each) => each < turn).length;
          // The write that the cut goes through.
          return turns[before] !== undefined && turns[before] < turn + 1 && random() < 0.5
            ? before + 1
            : before;
        },
      }),
    };
  },
} satisfies Record<string, (random: () => number) => CrashLuck>;

/** Each name, and each write to each sector, as the function says; a write that is in has all before it. */
function keep(isIn: () => boolean): CrashLuck {
  return {
    name: isIn,
    file: () => ({
      sizes: (count) => {
        let reached = count;
        while (reached > 0 && !isIn()) reached--;
        return reached;
      },
      writes(_, turns) {
        let count = turns.length;
        while (count > 0 && !isIn()) count--;
        return count;
      },
    }),
  };
}
