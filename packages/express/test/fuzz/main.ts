// `pnpm check:fuzz [requests] [seed]`: a hundred thousand generated requests, or as many as asked for.
import { randomInt } from 'node:crypto';
import build from '../build.ts';
import { showProgress } from '../progress.ts';
import { fuzz } from './fuzz.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? randomInt(2 ** 31));
if (!(count > 0) || !Number.isInteger(seed))
  throw new Error('usage: pnpm check:fuzz [requests] [seed]');

await build();
const { faults, ...result } = await fuzz({
  count,
  seed,
  progress: (sent) => showProgress(`${sent} of ${count} requests`),
});
showProgress('');
console.log({ seed, ...result });
for (const fault of faults) console.log(fault);
console.log(
  faults.length === 0 ? 'Nothing that must not be.' : 'Run it again with the seed above.',
);
process.exitCode = faults.length === 0 ? 0 : 1;
