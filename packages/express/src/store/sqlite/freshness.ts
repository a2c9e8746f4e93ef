import type { Database } from './database.ts';
import { type CommitVersion, versionOf } from './writer.ts';

/**
 * Whether what was read earlier still stands, apart from what this process itself has changed since: it does, another
 * connection may have changed it, or that is not known at the moment.
 */
export type Freshness = 'fresh' | 'stale' | 'unknown';

interface Sample {
  reader: Database;
  /** Changes with each commit of another connection than the reader: the writer's too. */
  version: CommitVersion;
  /** How many writes of this process had begun; undefined if one of them had not ended. */
  writes: number | undefined;
}

/**
 * Tells commits of other processes from those of this process's writer. The version that the reader sees changes with
 * both, so where one of its own may be the reason, the writer is asked, whose version changes with the others alone.
 * @param options.askWriter resolves with the version that the writer's connection sees
 */
export function createFreshness(options: { askWriter: () => Promise<CommitVersion> }) {
  let begun = 0;
  let ended = 0;
  /** When everything that is remembered stood. */
  let fresh: Sample | undefined;
  let writerVersion: CommitVersion | undefined;
  let asking = false;

  async function ask(sample: Sample): Promise<void> {
    asking = true;
    try {
      const version = await options.askWriter();
      // It was read after the sample was taken: if nobody else had committed by then, nobody had before the sample.
      fresh = version === writerVersion ? sample : undefined;
      writerVersion = version;
    } catch {
      // The writer is away; the next one to need it asks again.
    } finally {
      asking = false;
    }
  }

  return {
    /** To be called around each write of this process. */
    writeBegins() {
      begun += 1;
    },
    writeEnded() {
      ended += 1;
    },
    /** To be called when reader or writer got another connection. */
    reset() {
      fresh = undefined;
      writerVersion = undefined;
    },
    /** Compares with the last time that this was asked. */
    check(reader: Database): Freshness {
      const idle = begun === ended;
      const sample = { reader, version: versionOf(reader), writes: idle ? begun : undefined };
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
