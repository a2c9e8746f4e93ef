/** How many connections to PostgreSQL there may be at a time. */
export interface DatabaseConnections {
  /** Of all processes together. */
  total: number;
  /** Of one process, for the store's records. */
  store: number;
  /** Of one process, for the counters of its limits. */
  counters: number;
}

/** Of each process: one for records, one for counters. */
export const leastConnections = 2;
/** More don't make one process faster. */
const mostByDefault = 14;
/** Well below half of PostgreSQL's own default of 100, so that an old and a new deployment fit beside each other. */
const totalByDefault = 40;

/**
 * Divides the connections among the processes that share a port.
 * @param options.total DATABASE_CONNECTIONS; by default 14 for each process and 40 in all
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
