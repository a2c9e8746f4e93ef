import { spawnSync } from 'node:child_process';
import { root } from '../child.ts';
import { progress } from '../compare.ts';
import type { Section } from './section.ts';

/** The mini program on the phone in the browser. */
export const phone: Section = async () => {
  progress('phone: opening, tapping, scrolling');
  const { stdout, stderr } = spawnSync(
    'pnpm',
    ['--silent', '--filter', '@weapp-login/e2e', 'run', 'measure', '--json'],
    { cwd: root, encoding: 'utf8' },
  );
  progress('');
  // It exits with 1 when a value exceeds its target; the table shows the value anyway.
  if (!stdout.startsWith('[')) throw new Error(`the phone could not be measured: ${stderr}`);
  const rows = JSON.parse(stdout) as [string, number, number | null][];
  return {
    title: 'The phone in the browser',
    notes: [
      'The mini program on the simulated phone, with server and fake WeChat on the same machine, in a headless Chromium; medians of five. A session is shown before anything is asked: that row is measured with the server stopped.',
    ],
    table: {
      columns: ['', 'measured', 'wanted at most'],
      rows: rows.map(([what, measured, most]) => [what, measured, most ?? '']),
    },
  };
};
