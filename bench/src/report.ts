import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { judge } from './budgets.ts';
import { root } from './child.ts';
import type { Row } from './compare.ts';
import { goVersion, redisVersion } from './contenders.ts';
import { plot } from './plot.ts';
import type { SectionResult } from './sections/section.ts';
import { type SectionName, sections } from './sections/sections.ts';

/** A measured section, with its date and machine. */
export interface Measured extends SectionResult {
  date: string;
  machine: string;
}

export type Results = Partial<Record<SectionName, Measured>>;

const folder = path.join(root, 'docs/benchmarks');
const file = path.join(folder, 'results.json');

/** Prints a section, and with `write` replaces it in docs/benchmarks. */
export function report(
  name: SectionName,
  result: SectionResult,
  { write }: { write: boolean },
): void {
  const measured = { ...result, date: new Date().toISOString().slice(0, 10), machine: machine() };
  console.log(render(measured));
  if (!write) return;
  mkdirSync(folder, { recursive: true });
  const before: Results = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const results: Results = { ...before, [name]: measured };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  for (const { file, title, variant, value } of result.plots ?? []) {
    const rows = result.rows?.filter((row) => row.variant === variant) ?? [];
    const bars = rows.map((row) => ({
      label: row.contender,
      value: row[value],
      ours: row.contender.startsWith('weapp-login'),
    }));
    if (bars.length > 0) writeFileSync(path.join(folder, `${file}.svg`), plot(title, bars));
  }
  writeFileSync(path.join(folder, 'results.md'), page(results));
}

const page = (results: Results): string => {
  const names = Object.keys(sections) as SectionName[];
  const parts = names.flatMap((name) => results[name] ?? []).map(render);
  return `# Results

Written by \`pnpm bench\`; [README.md](README.md) says how to read it.

${renderBudgets(results)}
${parts.join('\n')}`;
};

const renderBudgets = (results: Results): string => `## Budgets

${table(
  ['budget', 'target', 'measured', ''],
  judge(results).map(({ name, target, measured, met }) => [
    name,
    target,
    measured,
    met ? 'met' : '**missed**',
  ]),
)}`;

const render = ({
  title,
  date,
  machine,
  notes,
  rows,
  table: numbers,
  plots,
}: Measured): string => `## ${title}

${notes.join('\n\n')}

${date}, ${machine}.

${(plots ?? []).map(({ file, title }) => `![${title}](${file}.svg)\n\n`).join('')}${rows ? renderRows(rows) : ''}${
  numbers ? table(numbers.columns, numbers.rows) : ''
}`;

const renderRows = (rows: Row[]): string =>
  [...new Set(rows.map(({ variant }) => variant))]
    .map(
      (variant) => `### ${variant}

${table(
  ['', 'a second', 'CPU µs each', 'p50 ms', 'p99 ms', 'MB', 'generator busy'],
  rows
    .filter((row) => row.variant === variant)
    .map((row) => [
      row.contender,
      round(row.requestsPerSecond),
      round(row.cpuMicros),
      round(row.p50),
      round(row.p99),
      round(row.memoryMb),
      `${Math.round(row.generatorBusy * 100)} %`,
    ]),
)}`,
    )
    .join('\n');

/** Rounds to three digits, more than two runs agree on. */
const round = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 });

const table = (columns: string[], rows: (string | number)[][]): string =>
  [columns, columns.map((_, index) => (index ? '--:' : '---')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');

const machine = (): string =>
  [
    `${os.cpus().length} × ${os.cpus()[0]?.model.trim()}`,
    `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    `Linux ${os.release().replace(/-.*/, '')}`,
    `Node ${process.version}`,
    ...(goVersion ? [goVersion.replace(/^go version go(\S+).*/, 'Go $1')] : []),
    ...(redisVersion ? [redisVersion.replace(/^.*v=(\S+).*/, 'Redis $1')] : []),
  ].join(', ');
