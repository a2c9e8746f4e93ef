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

/**
 * Returns the `timestamp` option of pino. Formatting a time costs as much as the rest of a line, and many lines share a
 * millisecond. Without it, the log uses `pino.stdTimeFunctions.isoTime`.
 * @param now milliseconds since 1970
 */
export function timeMember(now: () => number): () => string {
  let latest = Number.NaN;
  let member = '';
  return () => {
    const time = now();
    if (time !== latest) {
      latest = time;
      member = `,"time":"${new Date(time).toISOString()}"`;
    }
    return member;
  };
}
