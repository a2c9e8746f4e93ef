import { type DestinationStream, pino } from 'pino';

/**
 * Where a log goes: a file descriptor. The lines of one turn of the event loop are written together, at its end: a write
 * costs as much for one line as for fifty. Whoever ends the process flushes first.
 *
 * @param fd 1 for the standard output
 */
export function createLogDestination(fd: number): DestinationStream & { flushSync(): void } {
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
