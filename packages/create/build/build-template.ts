// Writes the folder dist/template from this repository's own app, as it is tracked by git. `prepack` runs it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { parse } from 'yaml';
import { rewriteVersions, type Versions } from './rewrite.ts';
import { root, templateFiles } from './template-files.ts';

const here = path.resolve(import.meta.dirname, '..');
const template = path.join(here, 'dist/template');

/** Writes the template and returns its files. */
export function buildTemplate(target = template): string[] {
  rmSync(target, { recursive: true, force: true });
  const versions = readVersions();
  const files = templateFiles();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    write(
      target,
      file,
      file.endsWith('package.json') ? rewriteVersions(file, text, versions) : text,
    );
  }
  const own = path.join(here, 'template-root');
  cpSync(own, target, { recursive: true });
  const manifest = readFileSync(path.join(own, 'package.json'), 'utf8');
  write(target, 'package.json', rewriteVersions('package.json', manifest, versions));
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
