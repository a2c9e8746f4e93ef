import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../child.ts';
import { progress } from '../compare.ts';
import { scratch } from '../contenders.ts';
import type { Section } from './section.ts';

/** The time to install, build and test a clone of this repository. */
export const repository: Section = async () => {
  const clone = path.join(scratch, 'clone');
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const store = `--store-dir=${path.join(scratch, 'store')}`;
  const rows = [
    ['pnpm install, nothing downloaded yet', seconds('install', '--frozen-lockfile', store)],
    ['pnpm build', seconds('build')],
    ['pnpm build, again', seconds('build')],
    ['pnpm test', seconds('test')],
    ['pnpm test, again', seconds('test')],
    ['pnpm typecheck', seconds('typecheck')],
    ['pnpm lint', seconds('lint')],
    ['pnpm install, downloaded', reinstall()],
  ];
  rmSync(clone, { recursive: true });
  progress('');
  return {
    title: 'The repository',
    notes: ['In a fresh clone, in this order; seconds.'],
    table: { columns: ['', 'seconds'], rows },
  };

  function seconds(...args: string[]): number {
    progress(`repository: pnpm ${args[0]}`);
    const startedAt = performance.now();
    const { status, stdout, stderr } = spawnSync('pnpm', args, { cwd: clone, encoding: 'utf8' });
    if (status !== 0) throw new Error(`pnpm ${args[0]} failed:\n${stdout}\n${stderr}`);
    return Number(((performance.now() - startedAt) / 1000).toFixed(1));
  }

  function reinstall(): number {
    for (const folder of ['.', 'apps/*', 'packages/*', 'e2e'])
      execFileSync('sh', ['-c', `rm -rf ${folder}/node_modules`], { cwd: clone });
    return seconds('install', '--frozen-lockfile', store);
  }
};
