import { type DestinationStream, type Level, type Logger, pino } from 'pino';
import { timeMember } from '../fast/batched-log.ts';

/**
 * The log: one JSON object a line. An error leaves its name, message and stack there and none of its other
 * properties, which may hold a request.
 * @param options.now milliseconds since 1970
 */
export function createLog(options: {
  level: Level | 'silent';
  now: () => number;
  destination: DestinationStream;
}): Logger {
  const { level, now, destination } = options;
  return pino(
    {
      level,
      base: null,
      timestamp: timeMember(now),
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
}

const describeError = (thrown: unknown) =>
  thrown instanceof Error
    ? { name: thrown.name, message: thrown.message, stack: thrown.stack }
    : { name: typeof thrown };
