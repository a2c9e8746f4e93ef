// `pnpm make-yours`: deletes what only this project needs, and every mention of it that would lead nowhere.
// docs/guides/make-it-yours.md says what is left and what to rename.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

/** What proves, publishes or compares the project, and no app needs. */
const unneeded = [
  'bench',
  'docs/benchmarks',
  'docs/security',
  'test/asvs.test.ts',
  'examples',
  'scripts/check-frameworks.ts',
  'e2e/frameworks.test.ts',
  'packages/simulator/test/frameworks.test.ts',
  ...['taro', 'uni-app', 'weapp-vite'].flatMap((name) => [
    `docs/guides/${name}.md`,
    `docs/guides/${name}.zh-CN.md`,
  ]),
  'packages/create',
  'scripts/check-packages.ts',
  'scripts/packages',
  'test/packages.test.ts',
  'CHANGELOG.md',
  '.changeset',
  'renovate.json',
  'scripts/check-yours.ts',
  'scripts/make-yours.ts',
];

const root = path.resolve(import.meta.dirname, '..');
const gone = unneeded.filter((name) => existsSync(path.join(root, name)));
for (const name of gone) rmSync(path.join(root, name), { recursive: true });

removeScripts();
removeDeleteSection();
const pages = globSync('**/*.md', {
  cwd: root,
  dot: true,
  ignore: ['**/node_modules/**', '**/dist/**'],
});
const unlinked = pages.filter(unlink);
console.log(`deleted: ${gone.join(', ')}`);
console.log(`links to them removed from: ${unlinked.join(', ')}`);
console.log('Next: docs/guides/make-it-yours.md, "Rename". Then pnpm install, and pnpm test.');

/** Drops the commands of package.json that run a file which is gone. */
function removeScripts(): void {
  const file = path.join(root, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { scripts: Record<string, string> };
  for (const [name, command] of Object.entries(manifest.scripts)) {
    const files = command.match(/\b(?:scripts|bench)\/[\w./-]+\.(?:ts|cjs)/g) ?? [];
    if (files.some((one) => !existsSync(path.join(root, one)))) delete manifest.scripts[name];
  }
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The guide's list of what to delete has done its duty. */
function removeDeleteSection(): void {
  const file = path.join(root, 'docs/guides/make-it-yours.md');
  const guide = readFileSync(file, 'utf8');
  writeFileSync(file, guide.replace(/## Delete\n[\s\S]*?(?=## Keep\n)/, ''));
}

/** Leaves the text of each link in a page that leads to a file which is gone. Returns whether there was one. */
function unlink(page: string): boolean {
  const file = path.join(root, page);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(/\[([^\]]*)\]\(([^)#\s]+)(#[^)]*)?\)/g, (link, text, target) => {
    if (/^[a-z]+:/.test(target)) return link;
    return existsSync(path.resolve(path.dirname(file), target)) ? link : text;
  });
  if (after !== before) writeFileSync(file, after);
  return after !== before;
}
