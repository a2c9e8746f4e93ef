// `pnpm check:fuzz [requests] [seed]`: a hundred thousand generated requests, or as many as asked for.
import { randomInt } from 'node:crypto';
import { SingleBar } from 'cli-progress';
import build from '../build.ts';
import { fuzz } from './fuzz.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? randomInt(2 ** 31));
if (!(count > 0) || !Number.isInteger(seed))
  throw new Error('usage: pnpm check:fuzz [requests] [seed]');

await build();
const bar = new SingleBar({
  format: '{bar} {value} of {total} requests · {eta} s left',
  hideCursor: null,
});
bar.start(count, 0);
const { faults, ...result } = await fuzz({ count, seed, progress: (sent) => bar.update(sent) });
bar.stop();
console.log({ seed, ...result });
for (const fault of faults) console.log(fault);
console.log(
  faults.length === 0 ? 'Nothing that must not be.' : 'Run it again with the seed above.',
);
process.exitCode = faults.length === 0 ? 0 : 1;
