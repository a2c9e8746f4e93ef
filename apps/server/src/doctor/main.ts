// `pnpm run doctor`: looks at a set-up and says what is wrong with it. Ends with 1 if something is.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { examine } from './examine.ts';
import { report } from './report.ts';

const serverFolder = path.resolve(import.meta.dirname, '../..');
const root = path.resolve(serverFolder, '../..');

// As the server itself does: what is in the environment already wins over the files.
for (const folder of [serverFolder, root]) {
  const file = path.join(folder, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

const findings = await examine({
  env: process.env,
  serverFolder,
  miniProgramFolder: path.join(root, 'apps/miniprogram'),
  now: Date.now,
});
process.stdout.write(report(findings));
if (findings.some(({ verdict }) => verdict === 'fault')) process.exitCode = 1;
