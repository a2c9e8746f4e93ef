import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exploreTogether } from './explore-together.ts';
import { record } from './load.ts';
import { describeFindings } from './report.ts';
import type { Scenario } from './scenarios.ts';

/**
 * Records a scenario, explores it and prints what came of it. A recording with findings is kept in the temporary folder.
 * @param options.states how many disks to leave to chance
 * @param options.memory a folder in memory
 */
export async function runScenario(options: {
  scenario: Scenario;
  states: number;
  seed: number;
  recorder: string;
  memory: string;
}): Promise<{ states: number; isSound: boolean }> {
  const { scenario, recorder, memory, ...rest } = options;
  const startedAt = performance.now();
  const folder = mkdtempSync(path.join(memory, 'recording-'));
  const { recording, seen } = await record({ scenario, folder, recorder });
  const { points, states, findings } = await exploreTogether({ recording, memory, ...rest });
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(
    `${scenario.name}: ${seen.answers} responses, ${seen.unavailable} of them 503; ${seen.injected} faults; ` +
      `${points} crash points, ${states} disks, ${findings.length} findings; ${seconds} s`,
  );
  for (const what of new Set(seen.undue)) console.log(`  ${what}`);
  if (findings.length > 0 && !scenario.sabotage) {
    writeFileSync(path.join(folder, 'recording.json'), JSON.stringify(recording));
    const kept = mkdtempSync(path.join(tmpdir(), 'weapp-login-power-'));
    cpSync(folder, kept, { recursive: true });
    console.log(describeFindings(findings, kept));
  }
  rmSync(folder, { recursive: true });
  return { states, isSound: findings.length === 0 && seen.undue.length === 0 };
}
