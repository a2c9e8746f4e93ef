import { type DestinationStream, pino } from 'pino';

/**
 * Returns a destination for the log that writes the lines of one turn of the event loop together, at its end: a write costs as
 * much for one line as for fifty. Code that ends the process must flush first. Without this file, the log uses
 * `pino.destination`. docs/decisions/0019-garbage-collection-and-system-calls.md
 *
 * @param fd 1 for the standard output
 */
export function createBatchedLog(fd: number): DestinationStream & { flushSync(): void } {
  const destination = pino.destination({ dest: fd, sync: true });
  let lines = '';
  function flushSync() {
    if (lines === '') return;
    const due = lines;
    lines = '';
    destination.write(due);
  }
  return {
    write(line) {
      if (lines === '') setImmediate(flushSync);
      lines += line;
    },
    flushSync,
  };
}
