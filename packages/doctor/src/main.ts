#!/usr/bin/env node
// Checks a project and prints what to fix. Exits with 1 if a check failed, 2 if the arguments are wrong.
import { checkNodeVersion } from './check-node-version.ts';
import { readCommandLine, UsageError, usage } from './command-line.ts';
import { formatReport } from './format-report.ts';
import { runChecks } from './run-checks.ts';

try {
  const project = readCommandLine(process.argv.slice(2), process.cwd());
  if (project === undefined) process.stdout.write(usage);
  else {
    const results = [
      checkNodeVersion(process.versions.node),
      ...(await runChecks({ env: process.env, ...project, now: Date.now })),
    ];
    process.stdout.write(formatReport(results));
    if (results.some(({ status }) => status === 'failed')) process.exitCode = 1;
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\nRun weapp-doctor --help for the usage.\n`);
  process.exitCode = 2;
}
