import { existsSync, statfsSync } from 'node:fs';
import path from 'node:path';

/** Linux's numbers of network file systems: linux/magic.h, and statfs(2) for SMB. */
const networkFileSystems: Readonly<Record<number, string>> = {
  26985: 'NFS', // NFS_SUPER_MAGIC 0x6969
  20859: 'SMB', // SMB_SUPER_MAGIC 0x517b
  4283649346: 'SMB', // CIFS_SUPER_MAGIC 0xff534d42
  4266872130: 'SMB', // SMB2_SUPER_MAGIC 0xfe534d42
  16914839: '9p', // V9FS_MAGIC 0x01021997
  1702057286: 'FUSE', // FUSE_SUPER_MAGIC 0x65735546: sshfs, s3fs, virtiofs
  12805120: 'Ceph', // CEPH_SUPER_MAGIC 0x00c36400
  1397113167: 'AFS', // AFS_SUPER_MAGIC 0x5346414f
  198183888: 'Lustre', // LL_SUPER_MAGIC 0x0bd00bd0
  2020557398: 'VirtualBox shared folder', // VBOXSF_SUPER_MAGIC 0x786f4256
};

/** The reason, for log and doctor. https://sqlite.org/wal.html, disadvantage 2 */
export const networkWarning = {
  says: 'the database is on a network file system, where SQLite may lose or corrupt data',
  fix: 'set DATA_DIR to a folder on a disk of this machine, or use PostgreSQL (DATABASE_URL)',
} as const;

/**
 * Returns the type of network file system that a folder is on, or will be once created; undefined for a local one, or
 * if unknown.
 * @param typeOf the `type` of statfs(2)
 */
export function networkFileSystem(
  folder: string,
  typeOf: (folder: string) => number = (existing) => statfsSync(existing).type,
): string | undefined {
  // On other systems the numbers have other meanings.
  if (process.platform !== 'linux') return undefined;
  if (!existsSync(folder)) {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : networkFileSystem(parent, typeOf);
  }
  try {
    return networkFileSystems[typeOf(folder) >>> 0];
  } catch {
    // Opening the database will report the error.
    return undefined;
  }
}
