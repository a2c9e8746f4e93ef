// Writes the folder dist/template from this repository's own app, as it is tracked by git. `prepack` runs it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import { rewriteVersions, type Versions } from './rewrite.ts';
import { root, templateFiles } from './template-files.ts';

const here = path.resolve(import.meta.dirname, '..');
const template = path.join(here, 'dist/template');
/** The files of the app's root that this repository has in another form. */
const templateRoot = path.join(here, 'template-root');

/** Writes the template and returns its files. */
export function buildTemplate(target = template): string[] {
  rmSync(target, { recursive: true, force: true });
  const versions = readVersions();
  const files = templateFiles();
  const ownFiles = globSync('**', { cwd: templateRoot, dot: true });
  for (const [from, file] of [
    ...files.map((file) => [root, file] as const),
    ...ownFiles.map((file) => [templateRoot, file] as const),
  ]) {
    const text = readFileSync(path.join(from, file), 'utf8');
    // npm would take a package.json inside a package for one of its own.
    if (path.basename(file) !== 'package.json') write(target, file, text);
    else
      write(
        target,
        path.join(path.dirname(file), '_package.json'),
        rewriteVersions(file, text, versions),
      );
  }
  return globSync('**', { cwd: target, dot: true });
}

function write(target: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(target, file)), { recursive: true });
  writeFileSync(path.join(target, file), text);
}

function readVersions(): Versions {
  const manifests = globSync('packages/*/package.json', { cwd: root, absolute: true }).map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string },
  );
  const workspace = parse(readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8')) as {
    catalog: Record<string, string>;
  };
  return {
    published: new Map(manifests.map(({ name, version }) => [name, version])),
    catalog: workspace.catalog,
  };
}

if (process.argv[1] === import.meta.filename) buildTemplate();
