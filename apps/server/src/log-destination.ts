import { type DestinationStream, pino } from 'pino';

/** The most that pino's stream gathers before it writes by itself. */
const mostGathered = 16 * 1024 - 1;

/**
 * Where a log goes: a file descriptor. The lines of one turn of the event loop are written together, at its end: a write
 * costs as much for one line as for fifty. Whoever ends the process flushes first.
 *
 * @param fd 1 for the standard output
 */
export function createLogDestination(fd: number): DestinationStream & { flushSync(): void } {
  const destination = pino.destination({ dest: fd, sync: true, minLength: mostGathered });
  const flushSync = () => destination.flushSync();
  let flushing: NodeJS.Immediate | undefined;
  return {
    write(line) {
      destination.write(line);
      flushing ??= setImmediate(() => {
        flushing = undefined;
        flushSync();
      });
    },
    flushSync,
  };
}
