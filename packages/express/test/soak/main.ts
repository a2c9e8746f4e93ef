// `pnpm check:soak [minutes]`: ten minutes, or as many as asked for, of rolling restarts under load.
import { SingleBar } from 'cli-progress';
import build from '../build.ts';
import { soak } from './soak.ts';

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) throw new Error('usage: pnpm check:soak [minutes]');
const seconds = minutes * 60;

await build();
const bar = new SingleBar({
  format:
    '{bar} {value} of {total} s · {requests} requests · {failures} failed · {restarts} restarts',
  hideCursor: null,
});
const counts = { requests: 0, failures: 0, restarts: 0 };
bar.start(seconds, 0, counts);
const { failed, memory, ...result } = await soak({
  seconds,
  restartEverySeconds: 15,
  callers: 16,
  progress: (done, seen) =>
    bar.update(Math.floor(done), {
      requests: seen.requests,
      failures: seen.failed.length,
      restarts: seen.restarts,
    }),
});
bar.stop();
const sound = failed.length === 0 && result.lost === 0 && result.badEnds.length === 0;
console.log({ ...result, failed: failed.slice(0, 20), mostMemoryMb: Math.max(...memory) });
console.log(sound ? 'No request failed, and no session was lost.' : 'Something was lost.');
process.exitCode = sound ? 0 : 1;
