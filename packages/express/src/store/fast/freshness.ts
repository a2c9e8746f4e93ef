/**
 * Whether cached data is still valid, apart from changes by this process: yes, no (another
 * connection may have changed it), or currently unknown.
 */
export type Freshness = 'fresh' | 'stale' | 'unknown';

interface Sample<Reader> {
  reader: Reader;
  /** Changes with each commit of any connection but the reader's, including the writer's. */
  version: number;
  /** The number of writes this process had started; undefined if one was pending. */
  writes: number | undefined;
}

/**
 * Distinguishes commits of other processes from those of this process's writer. The version that the reader sees changes with
 * both, so if our own commit may be the reason, the writer is asked, whose version changes only with other processes.
 * @param options.versionOf returns a number that changes with each commit of another connection
 * @param options.askWriter resolves with the version that the writer's connection sees
 */
export function createFreshness<Reader>(options: {
  versionOf: (reader: Reader) => number;
  askWriter: () => Promise<number>;
}) {
  let begun = 0;
  let ended = 0;
  /** The state at which the cache was valid. */
  let fresh: Sample<Reader> | undefined;
  let writerVersion: number | undefined;
  let asking = false;

  async function ask(sample: Sample<Reader>): Promise<void> {
    asking = true;
    try {
      const version = await options.askWriter();
      // Read after the sample: if no other process had committed by then, none had before the sample.
      fresh = version === writerVersion ? sample : undefined;
      writerVersion = version;
    } catch {
      // The writer is unavailable; the next lookup asks again.
    } finally {
      asking = false;
    }
  }

  return {
    /** Call this around each write of this process. */
    writeBegins() {
      begun += 1;
    },
    writeEnded() {
      ended += 1;
    },
    /** Call this when the reader or writer has a new connection. */
    reset() {
      fresh = undefined;
      writerVersion = undefined;
    },
    /** Compares with the previous call. */
    check(reader: Reader): Freshness {
      const idle = begun === ended;
      const sample = {
        reader,
        version: options.versionOf(reader),
        writes: idle ? begun : undefined,
      };
      if (fresh?.reader === reader && fresh.version === sample.version) return 'fresh';
      if (fresh?.reader !== reader || fresh.writes === begun) {
        fresh = sample;
        return 'stale';
      }
      if (idle && !asking) void ask(sample);
      return 'unknown';
    },
  };
}
