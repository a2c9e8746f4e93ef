import { spawnSync } from 'node:child_process';
import { root } from '../child.ts';
import { progress } from '../compare.ts';
import type { Section } from './section.ts';

/** What a developer waits for: `pnpm dev`, and an edit to show. */
export const dev: Section = async ({ quick }) => {
  progress('dev: starting, tapping, editing');
  const { stdout, stderr, status } = spawnSync(
    'pnpm',
    ['--silent', '--filter', '@weapp-login/e2e', 'run', 'measure:dev', quick ? '1' : '5'],
    { cwd: root, encoding: 'utf8' },
  );
  progress('');
  if (status !== 0) throw new Error(`pnpm dev could not be measured: ${stderr}`);
  return {
    title: 'pnpm dev',
    notes: [
      'Dependencies are installed, and nothing is built. Medians; the phone is a headless Chromium that is open when dev starts.',
    ],
    table: { columns: ['', 'measured'], rows: JSON.parse(stdout) as [string, number][] },
  };
};
