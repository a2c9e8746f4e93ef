// `pnpm run doctor`: looks at a set-up and says what is wrong with it. Ends with 1 if something is.
import path from 'node:path';
import { examine } from './examine.ts';
import { examineNode } from './node-version.ts';
import { report } from './report.ts';

const serverFolder = path.resolve(import.meta.dirname, '../..');
const root = path.resolve(serverFolder, '../..');

const findings = [
  examineNode(process.versions.node),
  ...(await examine({
    env: process.env,
    serverFolder,
    miniProgramFolder: path.join(root, 'apps/miniprogram'),
    now: Date.now,
  })),
];
process.stdout.write(report(findings));
if (findings.some(({ verdict }) => verdict === 'fault')) process.exitCode = 1;
