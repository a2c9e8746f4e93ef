// `pnpm check:power [states] [seed]`: cuts the power at every disk operation of a server under load.
// `pnpm check:power replay <recording> <point> [kind] [seed]`: builds the disk of one of its findings again.
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import build from '../build.ts';
import { buildRecorder } from './build-recorder.ts';
import { checkRealDisk } from './real-disk.ts';
import { replay } from './replay.ts';
import { runScenario } from './run-scenario.ts';
import { sabotaged, scenarios } from './scenarios.ts';

const [first = '5000', ...rest] = process.argv.slice(2);
if (process.platform !== 'linux') throw new Error('pnpm check:power needs Linux');
if (first === 'replay') await replay(rest);
else await check(Number(first), Number(rest[0] ?? randomInt(2 ** 31)));

async function check(states: number, seed: number) {
  if (!(states > 0) || !Number.isInteger(seed))
    throw new Error('usage: pnpm check:power [states] [seed]');
  await build();
  const memory = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'power-'));
  process.once('exit', () => rmSync(memory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const options = { seed, recorder: buildRecorder(memory), memory };
  let explored = 0;
  const faults: string[] = [];
  for (const scenario of scenarios) {
    const share = states / scenarios.length;
    const result = await runScenario({ scenario, states: share, ...options });
    explored += result.states;
    if (!result.isSound) faults.push(scenario.name);
  }
  for (const scenario of sabotaged) {
    const { isSound } = await runScenario({ scenario, states: 100, ...options });
    if (isSound) faults.push(`not noticed: ${scenario.sabotage}`);
  }
  if (process.getuid?.() === 0) faults.push(...(await checkRealDisk(options)));
  else console.log('a real ext4: not tried, because only root can mount one');
  console.log({ seed, explored, faults });
  console.log(faults.length === 0 ? 'Nothing that was answered is lost.' : 'Not sound.');
  process.exitCode = faults.length === 0 ? 0 : 1;
}
