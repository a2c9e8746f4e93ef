export type { CheckResult } from './check-result.ts';
export { formatReport } from './format-report.ts';
export { type ChecksOptions, runChecks } from './run-checks.ts';
