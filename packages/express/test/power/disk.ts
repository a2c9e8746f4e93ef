import path from 'node:path';
import { createFileOnDisk, type FileOnDisk, type Luck } from './file-on-disk.ts';
import type { Operation } from './journal.ts';
import { createNamesOnDisk } from './names-on-disk.ts';

type Node = FileOnDisk | 'folder';

/** What reached the disk without a sync. */
export interface CrashLuck {
  name(index: number, count: number): boolean;
  file(file: FileOnDisk): Luck;
}

/** The files below a folder at one moment: those of this name have this content, and undefined is a folder. */
export type Snapshot = ReadonlyMap<string, Buffer | undefined>;

/** What a journal's operations did to the disk so far. */
export interface Disk {
  apply(turn: number, operation: Operation): void;
  /** Grows with every operation that changes the disk. */
  version(): number;
  /** What the last operation was, in words. */
  lastOperation(): string;
  afterCrash(luck?: CrashLuck): Snapshot;
  /** As programs see it, by paths relative to the root. */
  seen(): Snapshot;
}

/**
 * A disk that keeps what was synced, and of the rest whatever luck leaves. A model of ext4 and XFS without their kinder
 * habits: POSIX promises no more.
 * @param root the absolute path of a folder that is there before the first operation
 */
export function createDisk(root: string): Disk {
  const names = createNamesOnDisk<Node>(root);
  const opened = new Map<string, { node: Node | undefined; name: string }>();
  const syncs = new Map<string, { node: Node | undefined; name: string; turn: number }>();
  let version = 0;
  let last = 'nothing';

  const key = ({ process, fd }: Operation) => `${process}:${fd}`;
  const fileOf = (operation: Operation): FileOnDisk => {
    const node = opened.get(key(operation))?.node;
    if (!node || node === 'folder') throw new Error(`${operation.kind} without a file: unrecorded`);
    return node;
  };

  function describe(operation: Operation): string {
    const { kind, process, a, first } = operation;
    if (kind === 'sent') return 'a response';
    const name =
      (kind === 'sync-end' ? syncs.get(`${process}:${a}`) : opened.get(key(operation)))?.name ??
      first.toString();
    return `${kind} of ${path.relative(root, name) || 'the root'}`;
  }

  const effects: Record<Operation['kind'], (operation: Operation, turn: number) => void> = {
    open(operation, turn) {
      const name = operation.first.toString();
      let node = name === root ? ('folder' as const) : names.find(name);
      if (!node && operation.b & 1) {
        node = createFileOnDisk();
        names.change(turn, [name, node]);
      }
      if (!node) throw new Error(`${name} was there and nothing made it: unrecorded`);
      if (operation.b === 2 && node !== 'folder') node.truncate(turn, 0);
      opened.set(key(operation), { node, name });
    },
    close: (operation) => void opened.delete(key(operation)),
    write: (operation, turn) => fileOf(operation).write(turn, operation.a, operation.first),
    truncate: (operation, turn) => fileOf(operation).truncate(turn, operation.a),
    'sync-begin'(operation, turn) {
      const file = opened.get(key(operation));
      if (file) syncs.set(`${operation.process}:${operation.a}`, { ...file, turn });
    },
    'sync-end'(operation) {
      const sync = syncs.get(`${operation.process}:${operation.a}`);
      if (!sync) return;
      const { node, name, turn } = sync;
      const isDone = operation.result === 0;
      if (node === 'folder') {
        if (isDone) names.synced(name, turn);
      } else if (isDone) node?.synced(turn);
      else if (operation.b) node?.failed(turn);
    },
    rename({ first, second }, turn) {
      const from = first.toString();
      const node = names.find(from);
      if (node === 'folder') throw new Error('a folder was renamed: not in the model');
      names.change(turn, [from, undefined], [second.toString(), node]);
    },
    unlink: ({ first }, turn) => names.change(turn, [first.toString(), undefined]),
    rmdir: ({ first }, turn) => names.change(turn, [first.toString(), undefined]),
    link: ({ first, second }, turn) =>
      names.change(turn, [second.toString(), names.find(first.toString())]),
    mkdir: ({ first }, turn) => names.change(turn, [first.toString(), 'folder']),
    sent: () => undefined,
    unsupported({ first }) {
      throw new Error(`the server uses ${first}, which the recorder doesn't know`);
    },
  };

  const snapshot = (
    nodes: ReadonlyMap<string, Node>,
    contentOf: (file: FileOnDisk) => Buffer,
  ): Snapshot => {
    // Two names of one file have one content.
    const contents = new Map<Node, Buffer>();
    return new Map(
      [...nodes].map(([name, node]) => {
        if (node === 'folder') return [path.relative(root, name), undefined];
        const content = contents.get(node) ?? contentOf(node);
        contents.set(node, content);
        return [path.relative(root, name), content];
      }),
    );
  };

  return {
    apply(turn, operation) {
      last = describe(operation);
      effects[operation.kind](operation, turn);
      if (!['sent', 'close', 'sync-begin'].includes(operation.kind)) version++;
    },
    version: () => version,
    lastOperation: () => last,
    afterCrash(luck) {
      const count = names.unsynced;
      const nodes = names.afterCrash(luck && ((index) => luck.name(index, count)));
      return snapshot(nodes, (file) => file.afterCrash(luck?.file(file)));
    },
    seen: () => snapshot(names.seen(), (file) => file.seen()),
  };
}
