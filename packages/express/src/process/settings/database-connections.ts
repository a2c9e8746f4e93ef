/** The numbers of PostgreSQL connections. */
export interface DatabaseConnections {
  /** The total of all processes. */
  total: number;
  /** Per process, for the store. */
  store: number;
  /** Per process, for rate limit counters. */
  counters: number;
}

/** The minimum per process: one for the store, one for counters. */
export const leastConnections = 2;
/** More don't make a process faster. */
const mostByDefault = 14;
/** Below half of PostgreSQL's default of 100, so that an old and a new deployment fit side by side. */
const totalByDefault = 40;

/**
 * Divides the connections among the worker processes.
 * @param options.total DATABASE_CONNECTIONS; default: 14 per process, at most 40
 */
export function shareConnections(options: {
  total: number | undefined;
  workers: number;
}): DatabaseConnections {
  const { workers } = options;
  const total =
    options.total ??
    Math.max(workers * leastConnections, Math.min(workers * mostByDefault, totalByDefault));
  const each = Math.max(leastConnections, Math.floor(total / workers));
  const counters = Math.max(1, Math.round((each * 4) / 14));
  return { total, store: each - counters, counters };
}
