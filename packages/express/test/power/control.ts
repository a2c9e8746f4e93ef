import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** What the recorder can be told, in the order of its struct control. */
const names = [
  'syncDelayUs',
  'failSyncs',
  'failReads',
  'noSpace',
  'readOnly',
  'shortWrites',
  'sabotage',
  'injected',
] as const;

/** Faults to inject from now on; what is not named stays as it is. */
export type Faults = Partial<Record<(typeof names)[number], number>>;

/** Ways to break a server from below, each of which the check has to notice. The numbers are the recorder's. */
export const sabotages = {
  'no sync does anything': 1,
  'syncs of folders do nothing': 2,
  'a failed sync passes for a good one': 3,
  'a sync returns before it is done': 4,
} as const;

/** The memory that the recorders of all processes look at. */
export function createControl(file: string) {
  const handle = openSync(file, 'w+');
  writeSync(handle, Buffer.alloc(4 * names.length));
  return {
    set(faults: Faults) {
      names.forEach((name, n) => {
        const value = faults[name];
        if (value === undefined) return;
        const bytes = Buffer.alloc(4);
        bytes.writeInt32LE(value);
        writeSync(handle, bytes, 0, 4, 4 * n);
      });
    },
    injected(): number {
      const bytes = Buffer.alloc(4);
      readSync(handle, bytes, 0, 4, 4 * names.indexOf('injected'));
      return bytes.readInt32LE();
    },
    close: () => closeSync(handle),
  };
}
