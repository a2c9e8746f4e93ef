import path from 'node:path';

/** A file or a folder by its path; undefined where there is none. */
type Entry<Node> = readonly [path: string, node: Node | undefined];

interface Change<Node> {
  turn: number;
  entries: readonly Entry<Node>[];
}

/** The names below a folder as programs see them, and those that are certainly on the disk. */
export interface NamesOnDisk<Node> {
  /** So many changes are not certain. */
  readonly unsynced: number;
  find(name: string): Node | undefined;
  /** Changes some names together: all of them are on the disk, or none. */
  change(turn: number, ...entries: Entry<Node>[]): void;
  /** What was changed in a folder before the turn is on the disk from now on. */
  synced(folder: string, before: number): void;
  seen(): ReadonlyMap<string, Node>;
  /**
   * As they are after a crash.
   * @param reached which of the changes are on the disk all the same; what comes before one at the same name then is, too
   */
  afterCrash(reached?: (index: number) => boolean): ReadonlyMap<string, Node>;
}

/**
 * Knows a name as durable once its folder was synced, as POSIX has it; a sync of the file itself does nothing for it.
 * @param root a folder that is there, and on the disk
 */
export function createNamesOnDisk<Node>(root: string): NamesOnDisk<Node> {
  const seen = new Map<string, Node>();
  let base = new Map<string, Node>();
  let pending: Change<Node>[] = [];

  function apply(names: Map<string, Node>, changes: Iterable<Change<Node>>) {
    for (const { entries } of changes)
      for (const [name, node] of entries)
        if (node === undefined) names.delete(name);
        else names.set(name, node);
    return names;
  }

  /** Adds what comes before each at the same names. */
  function withEarlier(chosen: ReadonlySet<Change<Node>>): Change<Node>[] {
    const names = new Set<string>();
    return pending
      .toReversed()
      .filter((change) => {
        const isIn = chosen.has(change) || change.entries.some(([name]) => names.has(name));
        if (isIn) for (const [name] of change.entries) names.add(name);
        return isIn;
      })
      .toReversed();
  }

  return {
    get unsynced() {
      return pending.length;
    },
    find: (name) => seen.get(name),
    change(turn, ...entries) {
      const change = { turn, entries };
      pending.push(change);
      apply(seen, [change]);
    },
    synced(folder, before) {
      const due = pending.filter(
        ({ turn, entries }) =>
          turn < before && entries.some(([name]) => path.dirname(name) === folder),
      );
      if (due.length === 0) return;
      const all = new Set(withEarlier(new Set(due)));
      base = apply(base, all);
      pending = pending.filter((change) => !all.has(change));
    },
    seen: () => seen,
    afterCrash(reached) {
      const chosen = reached && withEarlier(new Set(pending.filter((_, n) => reached(n))));
      const names = chosen ? apply(new Map(base), chosen) : base;
      // A file is out of reach if a folder on the way to it isn't there.
      const isReachable = (name: string): boolean => {
        const folder = path.dirname(name);
        return folder === root || (names.has(folder) && isReachable(folder));
      };
      return new Map([...names].filter(([name]) => isReachable(name)));
    },
  };
}
