import { execFileSync } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

/** The folders of this repository that a person owns in their app. */
const folders = ['apps/miniprogram', 'apps/server', 'packages/shared'];

/** Files of the root that they need. */
const rootFiles = ['tsconfig.base.json', 'scripts/need-node.cjs'];

/** Tests that show how an app is tested. The others try the parts, not what a person owns. */
const keptTests = [
  'packages/shared/src/contract.test.ts',
  'apps/miniprogram/src/config.test.ts',
  'apps/miniprogram/src/local-time.test.ts',
  'apps/miniprogram/src/pages.test.ts',
  'apps/server/src/orders/',
];

const isTest = (file: string) => /\.test\.ts$|\/test\//.test(file);
/** Their links lead to this repository; template-root/README.md takes their place. */
const isReadme = (file: string) => file.endsWith('/README.md');

/** Returns the tracked files of the template, by their path from the root of this repository. */
export function templateFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', ...folders], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\0')
    .filter(Boolean)
    .filter((file) => !isReadme(file))
    .filter((file) => !isTest(file) || keptTests.some((kept) => file.startsWith(kept)))
    .concat(rootFiles);
}
