import { type Child, startChild } from './child.ts';
import type { Contender } from './contenders.ts';
import type { Generator } from './generator.ts';

/** The medians over all rounds. */
export interface Row {
  contender: string;
  /** What was measured, such as `64 at a time`. */
  variant: string;
  requestsPerSecond: number;
  /** CPU time per request, in microseconds, including the contender's own database. */
  cpuMicros: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Resident memory after the rounds, in megabytes. */
  memoryMb: number;
  /** The largest share of one CPU that the load generator used. */
  generatorBusy: number;
}

export interface Effort {
  rounds: number;
  roundMs: number;
  parallel: number[];
}

export const effort = ({ quick }: { quick: boolean }): Effort =>
  quick
    ? { rounds: 2, roundMs: 400, parallel: [64] }
    : { rounds: 5, roundMs: 1200, parallel: [1, 64, 512] };

/**
 * Measures the contenders side by side: every round runs each of them, so that background load affects all
 * equally.
 */
export async function compare(options: {
  title: string;
  contenders: Contender[];
  generator: Generator;
  effort: Effort;
  /** CPU time so far of a contender's database, in microseconds. */
  extraCpu?: (contender: string) => number;
}): Promise<Row[]> {
  const { title, contenders, generator, extraCpu = () => 0 } = options;
  const { rounds, roundMs, parallel } = options.effort;
  const entries: { contender: Contender; child: Child; requests: string[] }[] = [];
  try {
    for (const contender of contenders) {
      progress(`${title}: starting ${contender.name}`);
      const child = await startChild(contender.command);
      const requests = await contender.requests(child);
      entries.push({ contender, child, requests });
      await warmUp(child, requests);
    }
    const rows: Row[] = [];
    for (const at of parallel) {
      const samples = new Map(entries.map((entry) => [entry, [] as Row[]]));
      for (let round = 1; round <= rounds; round++)
        for (const entry of entries) {
          const { contender, child, requests } = entry;
          progress(`${title}: ${at} at a time, round ${round} of ${rounds}, ${contender.name}`);
          const cpu = () => child.cpuMicros() + extraCpu(contender.name);
          const before = cpu();
          const load = { port: child.port, parallel: at, durationMs: roundMs, requests };
          const result = await generator.run(load);
          if (Object.keys(result.failures).length > 0)
            throw new Error(`${contender.name} answered ${JSON.stringify(result.failures)}`);
          samples.get(entry)?.push({
            contender: contender.name,
            variant: `${at} at a time`,
            requestsPerSecond: result.requests / (result.elapsedMs / 1000),
            cpuMicros: (cpu() - before) / result.requests,
            p50: result.p50,
            p99: result.p99,
            memoryMb: child.memory() / 2 ** 20,
            generatorBusy: result.busy,
          });
        }
      rows.push(...[...samples.values()].map(medians));
    }
    return rows;
  } finally {
    for (const { child } of entries) await child.stop();
    progress('');
  }

  /** Long enough for V8 to compile the hot code, short enough for the slowest contender. */
  async function warmUp({ port }: Child, requests: string[]) {
    const until = performance.now() + 15_000;
    for (let sent = 0; sent < 40_000 && performance.now() < until; )
      sent += (await generator.run({ port, parallel: 64, durationMs: 500, requests })).requests;
  }
}

function medians(samples: Row[]): Row {
  const row = { ...(samples[0] as Row) };
  for (const key of ['requestsPerSecond', 'cpuMicros', 'p50', 'p99', 'memoryMb'] as const)
    row[key] = median(samples.map((sample) => sample[key]));
  row.generatorBusy = Math.max(...samples.map((sample) => sample.generatorBusy));
  return row;
}

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/** One line that is overwritten, or separate lines without a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text) process.stderr.write(`${text}\n`);
}
