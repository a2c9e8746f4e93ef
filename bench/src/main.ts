import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { type SectionName, sections } from './sections/sections.ts';

const usage = `pnpm bench [--quick] [--only <section,…>] [--repository]

  --quick        a few short rounds, printed and not written to docs/benchmarks
  --only         ${Object.keys(sections).join(', ')}
  --repository   also the time that installing, building and testing this repository takes
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    repository: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}

const chosen = values.only?.split(',') ?? [
  ...Object.keys(sections).filter((name) => name !== 'repository'),
  ...(values.repository ? ['repository'] : []),
];
const unknown = chosen.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(', ')}.\n\n${usage}`);
  process.exit(1);
}

installContenders();
build();
// In the order of the report: `dev` leaves a mini program that was built for its own server.
for (const name of Object.keys(sections) as SectionName[]) {
  if (!chosen.includes(name)) continue;
  const result = await sections[name]({ quick: values.quick });
  report(name, result, { write: !values.quick });
}

/** Installs the contenders, which only the benchmark needs. */
function installContenders() {
  const folder = path.resolve(import.meta.dirname, '..');
  const read = (file: string) =>
    existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), 'utf8') : '';
  if (read('pnpm-lock.yaml') === read('node_modules/.pnpm/lock.yaml')) return;
  run('pnpm', ['install', '--ignore-workspace', '--frozen-lockfile', '--dir', folder]);
}

function build() {
  run('pnpm', ['run', 'build']);
}

function run(command: string, args: string[]) {
  execFileSync(command, args, {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
  });
}
