import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The kinds of record, in the order of recorder.c. */
const kinds = [
  'open',
  'close',
  'write',
  'truncate',
  'sync-begin',
  'sync-end',
  'rename',
  'unlink',
  'link',
  'mkdir',
  'rmdir',
  'sent',
  'unsupported',
] as const;

/** One thing that a process did. */
export interface Operation {
  kind: (typeof kinds)[number];
  /** CLOCK_MONOTONIC in nanoseconds, as process.hrtime() counts it. */
  at: number;
  /** Descriptors and numbers of syncs belong to one process. */
  process: number;
  fd: number;
  /** The errno of a sync that failed, or 0. */
  result: number;
  /** Offset, size, or the number of the sync. */
  a: number;
  /** Of `open`: 1 if it made the file, 2 if it emptied it. Of `sync-end`: 1 if the writeback itself failed. */
  b: number;
  /** A path, or what was written or sent. */
  first: Buffer;
  /** The second path. */
  second: Buffer;
}

const headBytes = 48;

/** The records of one journal. A process that is killed in the middle of one leaves it without its end. */
export function readJournal(bytes: Buffer, process: number): Operation[] {
  const operations: Operation[] = [];
  for (let start = 0; start + headBytes <= bytes.length; ) {
    const end = start + bytes.readUInt32LE(start);
    if (end > bytes.length) break;
    const kind = kinds[bytes.readUInt32LE(start + 4) - 1];
    if (!kind) throw new Error(`unknown record at ${start} of journal ${process}`);
    const second = start + headBytes + bytes.readUInt32LE(start + 40);
    operations.push({
      kind,
      at: Number(bytes.readBigUInt64LE(start + 8)),
      process,
      fd: bytes.readInt32LE(start + 16),
      result: bytes.readInt32LE(start + 20),
      a: Number(bytes.readBigUInt64LE(start + 24)),
      b: Number(bytes.readBigUInt64LE(start + 32)),
      first: bytes.subarray(start + headBytes, second),
      second: bytes.subarray(second, end),
    });
    start = end;
  }
  return operations;
}

/** What all processes did, in order. */
export function readJournals(folder: string): Operation[] {
  const names = readdirSync(folder).sort();
  return names
    .flatMap((name, process) => readJournal(readFileSync(path.join(folder, name)), process))
    .sort((one, other) => one.at - other.at);
}
