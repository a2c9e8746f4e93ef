import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

interface Manifest {
  dependencies?: Record<string, string>;
}

/**
 * Returns what a package runs from source: its `src` and package.json, and those of the workspace packages that it depends on,
 * directly or not. An installed dependency is in node_modules, and never changes.
 */
export function sourceFolders(packageFolder: string, seen = new Set<string>()): string[] {
  const folder = realpathSync(packageFolder);
  if (seen.has(folder)) return [];
  seen.add(folder);
  const manifestFile = path.join(folder, 'package.json');
  const { dependencies = {} } = JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest;
  const linked = Object.keys(dependencies)
    .map((name) => path.join(folder, 'node_modules', name))
    .filter((dependency) => existsSync(dependency))
    .filter((dependency) => !realpathSync(dependency).split(path.sep).includes('node_modules'));
  return [
    path.join(folder, 'src'),
    manifestFile,
    ...linked.flatMap((dependency) => sourceFolders(dependency, seen)),
  ];
}
