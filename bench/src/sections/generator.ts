import { execFileSync } from 'node:child_process';
import { startChild } from '../child.ts';
import { median, progress } from '../compare.ts';
import { canned, nodeHttp, wrkVersion } from '../contenders.ts';
import { request, startGenerator } from '../generator.ts';
import type { Section } from './section.ts';

/** The load generator's own capacity, so that its limit is not mistaken for a server's. */
export const generator: Section = async ({ quick }) => {
  const seconds = quick ? 1 : 3;
  const load = startGenerator();
  const rows: (string | number)[][] = [];
  for (const [name, command] of [
    ['bytes that are ready, no HTTP server', canned],
    ['node:http', nodeHttp],
  ] as const) {
    const child = await startChild(command);
    const rates: number[] = [];
    const wrk: number[] = [];
    for (let round = 0; round < 3; round++) {
      progress(`generator: ${name}, round ${round + 1} of 3`);
      const { requests, elapsedMs } = await load.run({
        port: child.port,
        parallel: 64,
        durationMs: seconds * 1000,
        requests: [request('GET', '/me')],
      });
      rates.push(requests / (elapsedMs / 1000));
      if (wrkVersion) wrk.push(wrkRate(`${child.url}/me`, seconds));
    }
    await child.stop();
    rows.push([name, Math.round(median(rates)), wrkVersion ? Math.round(median(wrk)) : '–']);
  }
  load.stop();
  progress('');
  return {
    title: 'The load generator',
    notes: [
      'Requests per second at 64 at a time, against a server that does nothing and against node:http. Where a row below comes near the first line, the generator is the limit; CPU a request holds there all the same.',
    ],
    table: { columns: ['against', 'ours', 'wrk'], rows },
  };
};

const wrkRate = (url: string, seconds: number): number => {
  const out = execFileSync('wrk', ['-t1', '-c64', `-d${seconds}s`, url], { encoding: 'utf8' });
  return Number(/(\d+) requests in/.exec(out)?.[1]) / seconds;
};
