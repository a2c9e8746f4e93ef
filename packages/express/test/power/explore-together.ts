import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Explored } from './explore.ts';
import type { Recording } from './load.ts';

/** Lets as many processes as there are processors explore a recording. */
export async function exploreTogether(options: {
  recording: Recording;
  states: number;
  seed: number;
  /** A folder in memory. */
  memory: string;
}): Promise<Explored> {
  const { memory, ...rest } = options;
  const count = Math.min(availableParallelism(), 8);
  const parts = await Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Explored> => {
      const place = mkdtempSync(path.join(memory, 'disk-'));
      const child = fork(path.join(import.meta.dirname, 'explore-process.ts'), {
        execArgv: ['--import', 'tsx'],
      });
      const ended = once(child, 'exit').then(([code]) => {
        throw new Error(`an explorer ended with ${code}`);
      });
      child.send({ ...rest, place, share: [index, count] });
      const [explored] = await Promise.race([once(child, 'message'), ended]);
      ended.catch(() => undefined);
      rmSync(place, { recursive: true, force: true });
      return explored;
    }),
  );
  return {
    points: parts.reduce((sum, { points }) => sum + points, 0),
    states: parts.reduce((sum, { states }) => sum + states, 0),
    findings: parts.flatMap(({ findings }) => findings).sort((a, b) => a.point - b.point),
  };
}
