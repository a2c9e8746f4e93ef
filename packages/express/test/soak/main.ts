// `pnpm check:soak [minutes]`: ten minutes, or as many as asked for, of rolling restarts under load.
import build from '../build.ts';
import { showProgress } from '../progress.ts';
import { soak } from './soak.ts';

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) throw new Error('usage: pnpm check:soak [minutes]');
const seconds = minutes * 60;

await build();
const { failed, memory, ...result } = await soak({
  seconds,
  restartEverySeconds: 15,
  callers: 16,
  progress: (done, seen) =>
    showProgress(
      `${Math.floor(done)} of ${seconds} s · ${seen.requests} requests · ${seen.failed.length} failed · ${seen.restarts} restarts`,
    ),
});
showProgress('');
const sound = failed.length === 0 && result.lost === 0 && result.badEnds.length === 0;
console.log({ ...result, failed: failed.slice(0, 20), mostMemoryMb: Math.max(...memory) });
console.log(sound ? 'No request failed, and no session was lost.' : 'Something was lost.');
process.exitCode = sound ? 0 : 1;
