import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';

/** In the order of faulty-disk.c's struct control. */
const members = [
  'syncMs',
  'failSyncs',
  'readErrno',
  'writeErrno',
  'shortWrite',
  'failCheckpoints',
] as const;
type Member = (typeof members)[number];

export const { EIO, ENOSPC, EROFS } = constants.errno;

/** A data folder on a disk whose faults a test decides, for a server that runs with `env`. Linux, with a C compiler. */
export function createFaultyDisk() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'weapp-login-disk-')));
  const library = path.join(folder, 'faulty-disk.so');
  const source = path.join(import.meta.dirname, 'faulty-disk.c');
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  const data = path.join(folder, 'data');
  mkdirSync(data);
  const file = path.join(folder, 'control');
  const control = openSync(file, 'w+');
  writeSync(control, new Int32Array(members.length));
  const at = (member: Member) => members.indexOf(member) * 4;

  return {
    env: {
      LD_PRELOAD: library,
      FAULTY_DISK_ROOT: data,
      FAULTY_DISK_CONTROL: file,
      DATA_DIR: data,
    },
    set(faults: Partial<Record<Member, number>>) {
      for (const [member, value] of Object.entries(faults))
        writeSync(control, Int32Array.of(value), 0, 4, at(member as Member));
    },
    remove() {
      closeSync(control);
      rmSync(folder, { recursive: true });
    },
  };
}
