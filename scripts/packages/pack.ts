import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { globSync } from 'tinyglobby';

export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  description?: string;
  license?: string;
  engines?: { node?: string };
  bin?: Record<string, string>;
  exports?: Record<string, string | Record<string, string>>;
  scripts?: object;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  devDependencies?: object;
}

export interface PackedPackage {
  /** Its folder in the repository, absolute. */
  folder: string;
  /** The package.json inside the tarball. */
  manifest: Manifest;
  /** Absolute. */
  tarball: string;
  /** The names of the files in the tarball. */
  files: string[];
}

const root = path.resolve(import.meta.dirname, '../..');
const execute = promisify(execFile);

/** Returns the folders of the packages that are published. */
export function publishedFolders(): string[] {
  return globSync('packages/*/package.json', { cwd: root, absolute: true })
    .filter((file) => !(JSON.parse(readFileSync(file, 'utf8')) as Manifest).private)
    .map((file) => path.dirname(file))
    .sort();
}

/** Builds and packs each published package as a release does, with `pnpm pack`. */
export async function packAll(destination: string): Promise<PackedPackage[]> {
  const packed = [];
  for (const folder of publishedFolders()) packed.push(await pack(folder, destination));
  return packed;
}

async function pack(folder: string, destination: string): Promise<PackedPackage> {
  // A file that is no longer built must not be packed.
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
  const { stdout } = await execute('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: folder,
    maxBuffer: 16 * 1024 * 1024,
  });
  const { filename } = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as { filename: string };
  const tarball = path.resolve(destination, filename);
  const manifest = await execute('tar', ['-xOf', tarball, 'package/package.json']);
  const names = await execute('tar', ['-tf', tarball]);
  return {
    folder,
    tarball,
    manifest: JSON.parse(manifest.stdout) as Manifest,
    files: names.stdout
      .trim()
      .split('\n')
      .map((name) => name.replace(/^package\//, '')),
  };
}
