import { type DestinationStream, pino } from 'pino';

/**
 * Returns a log destination that writes the lines of one event loop turn together, at its end: a write costs as
 * much for one line as for fifty. Flush before exiting the process. Without this file, the log uses
 * `pino.destination`. docs/decisions/0019-garbage-collection-and-system-calls.md
 *
 * @param fd 1 for stdout
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
