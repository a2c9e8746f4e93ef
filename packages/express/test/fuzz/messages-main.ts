// `pnpm check:messages [messages] [seed]`: a hundred thousand generated messages to the push address, or as many as asked for.
import { randomInt } from 'node:crypto';
import build from '../build.ts';
import { showProgress } from '../progress.ts';
import { fuzzMessages, measureSignature } from './fuzz-messages.ts';

const count = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? randomInt(2 ** 31));
if (!(count > 0) || !Number.isInteger(seed))
  throw new Error('usage: pnpm check:messages [messages] [seed]');

await build();
const { faults, ...result } = await fuzzMessages({
  count,
  seed,
  progress: (sent) => showProgress(`${sent} of ${count} messages`),
});
showProgress('');
const signature = measureSignature(20_000);
console.log({ seed, ...result, signatureNs: signature });
// The noise of a busy machine is of this size; a comparison that stops early would still show nothing beside the hash.
if (Math.abs(signature.first / signature.last - 1) > 0.05)
  faults.push('a wrong signature takes another time where its first difference is elsewhere');
for (const fault of faults) console.log(fault);
console.log(faults.length === 0 ? 'No faults.' : 'Run it again with the seed above.');
process.exitCode = faults.length === 0 ? 0 : 1;
