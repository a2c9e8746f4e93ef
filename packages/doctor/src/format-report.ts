import type { CheckResult } from './check-result.ts';

const marks: Readonly<Record<CheckResult['status'], string>> = {
  passed: '✓',
  warning: '!',
  failed: '✗',
};

/** Formats results for a terminal: a line each, its fix below it, and the totals at the end. */
export function formatReport(results: readonly CheckResult[]): string {
  const lines = results.map(({ check, status, message, fix }) =>
    [`${marks[status]} ${check}: ${message}`, ...(fix ? [`    → ${fix}`] : [])].join('\n'),
  );
  const count = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  const warnings = count('warning');
  return `${lines.join('\n')}\n\n${count('failed')} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}\n`;
}
