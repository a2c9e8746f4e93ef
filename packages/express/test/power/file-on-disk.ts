/** What one write or sync of the kernel covers, and what a disk writes whole. Bytes. */
export const pageBytes = 4096;
export const sectorBytes = 512;

interface Write {
  kind: 'write';
  turn: number;
  offset: number;
  data: Buffer;
  /** A writeback of it failed: the kernel treats its page as clean until the page is written again. */
  stuck: boolean;
}

interface Truncation {
  kind: 'truncation';
  turn: number;
  size: number;
}

type Change = Write | Truncation;

/** Which unsynced changes reached the disk all the same. Called in the order of the changes. */
export interface Luck {
  /** How many of these changes of the size. */
  sizes(count: number): number;
  /** How many of the writes to one sector, the first ones: the page that is written back has all before, too. */
  writes(sector: number, turns: readonly number[]): number;
}

/** A file as programs see it, and what of it is certainly on the disk. */
export interface FileOnDisk {
  write(turn: number, offset: number, data: Buffer): void;
  truncate(turn: number, size: number): void;
  /** What was written before the turn is on the disk from now on, unless its writeback failed before. */
  synced(before: number): void;
  /** The writeback of what was written before the turn failed. */
  failed(before: number): void;
  /** As programs see it. */
  seen(): Buffer;
  /** As it is after a crash. */
  afterCrash(luck?: Luck): Buffer;
}

export function createFileOnDisk(): FileOnDisk {
  /** What is certainly on the disk: the first `size` bytes; zeros follow. */
  let base = Buffer.alloc(0);
  let size = 0;
  let pending: Change[] = [];
  const everything: Luck = { sizes: (count) => count, writes: (_, turns) => turns.length };

  function afterCrash(luck?: Luck): Buffer {
    if (!luck || pending.length === 0) return base.subarray(0, size);
    const changes = pending.filter(changesSize(size));
    const reached = new Set(changes.slice(0, luck.sizes(changes.length)));
    const lastOf = lastTurns(pending, luck);
    const sizeThen = [...reached].reduce(sizeAfter, size);
    const content = Buffer.alloc(Math.max(size, ...pending.map(endOf)));
    base.copy(content, 0, 0, size);
    // What is written after a truncation that isn't on the disk goes to blocks that the file doesn't have yet.
    let hidden = Number.POSITIVE_INFINITY;
    for (const change of pending)
      if (change.kind === 'truncation') {
        if (reached.has(change)) content.fill(0, change.size);
        else hidden = Math.min(hidden, change.size);
      } else
        for (const { sector, from, to } of sectorsOf(change))
          if ((lastOf.get(sector) ?? -1) >= change.turn && from < hidden)
            change.data.copy(content, from, from - change.offset, to - change.offset);
    return content.subarray(0, sizeThen);
  }

  return {
    write(turn, offset, data) {
      for (let from = 0; from < data.length; ) {
        const to = Math.min(data.length, from + pageBytes - ((offset + from) % pageBytes));
        pending.push({
          kind: 'write',
          turn,
          offset: offset + from,
          data: data.subarray(from, to),
          stuck: false,
        });
        from = to;
      }
    },
    truncate(turn, size) {
      pending.push({ kind: 'truncation', turn, size });
    },
    synced(before) {
      const due = pending.filter(({ turn }) => turn < before);
      if (due.length === 0) return;
      const dirty = new Set(due.flatMap((change) => (isDirty(change) ? [pageOf(change)] : [])));
      const stays = (change: Change) => change.kind === 'write' && !dirty.has(pageOf(change));
      base = withRoom(base, Math.max(...due.map(endOf)));
      for (const change of due) {
        size = sizeAfter(size, change);
        if (change.kind === 'truncation') base.fill(0, change.size);
        else if (!stays(change)) change.data.copy(base, change.offset);
      }
      pending = pending.filter(
        (change) => change.turn >= before || (stays(change) && !isCutOff(change, due)),
      );
    },
    failed(before) {
      for (const change of pending)
        if (change.kind === 'write' && change.turn < before) change.stuck = true;
    },
    seen: () => afterCrash(everything),
    afterCrash,
  };
}

const isDirty = (change: Change) => change.kind === 'write' && !change.stuck;
const pageOf = (change: Change) =>
  change.kind === 'write' ? Math.floor(change.offset / pageBytes) : -1;
const endOf = (change: Change) =>
  change.kind === 'write' ? change.offset + change.data.length : change.size;

const sizeAfter = (size: number, change: Change) =>
  change.kind === 'truncation' ? change.size : Math.max(size, endOf(change));

const isCutOff = (change: Change, later: readonly Change[]) =>
  later.some(
    (other) =>
      other.kind === 'truncation' && other.turn > change.turn && endOf(change) > other.size,
  );

function withRoom(content: Buffer<ArrayBuffer>, size: number): Buffer<ArrayBuffer> {
  if (content.length >= size) return content;
  const larger = Buffer.alloc(size * 2);
  content.copy(larger);
  return larger;
}

/** Keeps those changes that leave the file with another size, or without what was there. */
function changesSize(start: number) {
  let size = start;
  return (change: Change) => {
    const before = size;
    size = sizeAfter(size, change);
    return change.kind === 'truncation' || size !== before;
  };
}

function* sectorsOf({ offset, data }: Write) {
  for (let from = offset; from < offset + data.length; ) {
    const sector = Math.floor(from / sectorBytes);
    const to = Math.min(offset + data.length, (sector + 1) * sectorBytes);
    yield { sector, from, to };
    from = to;
  }
}

/** The turn of the last write to each sector that reached the disk. */
function lastTurns(pending: readonly Change[], luck: Luck): Map<number, number> {
  const turnsOf = new Map<number, number[]>();
  for (const change of pending)
    if (change.kind === 'write')
      for (const { sector } of sectorsOf(change)) {
        const turns = turnsOf.get(sector);
        if (turns) turns.push(change.turn);
        else turnsOf.set(sector, [change.turn]);
      }
  const last = new Map<number, number>();
  for (const [sector, turns] of turnsOf) {
    const count = luck.writes(sector, turns);
    if (count > 0) last.set(sector, turns[count - 1] as number);
  }
  return last;
}
