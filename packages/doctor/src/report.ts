import type { Finding } from './finding.ts';

const marks: Readonly<Record<Finding['verdict'], string>> = {
  right: '✓',
  warning: '!',
  fault: '✗',
};

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The findings as lines for a terminal, with a last one that sums them up. */
export function report(findings: readonly Finding[]): string {
  const lines = findings.map(({ about, verdict, says, mend }) =>
    [`${marks[verdict]} ${about}: ${says}`, ...(mend ? [`    → ${mend}`] : [])].join('\n'),
  );
  const of = (verdict: Finding['verdict']) =>
    findings.filter((finding) => finding.verdict === verdict).length;
  const sum = `${counted(of('fault'), 'fault')}, ${counted(of('warning'), 'warning')}`;
  return `${lines.join('\n')}\n\n${sum}\n`;
}
