import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compileModules } from './compile-modules.ts';
import { assets, minifyAsset } from './minify-asset.ts';
import { missingFiles } from './missing-files.ts';

/** What `weapp-login/wx` runs on, and so the mini programs that use it. */
export const oldestBaseLibrary = '2.32.3';

const isTest = (path: string) => path.endsWith('.test.ts');

/** All files of a folder, as paths in it with forward slashes, in a fixed order. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/**
 * Builds the folder that WeChat DevTools opens: each TypeScript module becomes a CommonJS module of its own, each
 * json, wxml and wxss file is minified. Only files whose content differs are written, so that DevTools reloads for a
 * reason.
 * @param options.source folder with app.json
 * @param options.output folder that holds the result and nothing else: any other file in it is removed
 * @param options.apiBaseUrlDevelop base URL of the server for the `develop` version
 * @param options.baseLibrary the oldest base library that it must run on; default: {@link oldestBaseLibrary}
 * @throws Error where a file is missing, of no known kind, or does not compile; nothing is written then
 */
export async function buildMiniProgram(options: {
  source: string;
  output: string;
  apiBaseUrlDevelop: string;
  baseLibrary?: string;
}): Promise<{ files: string[]; written: string[]; bytes: number }> {
  const { source, output, apiBaseUrlDevelop, baseLibrary = oldestBaseLibrary } = options;
  const sources = (await filesIn(source)).filter((path) => !isTest(path));
  const modules = sources.filter((path) => path.endsWith('.ts'));
  const copied = sources.filter((path) => assets.some((extension) => path.endsWith(extension)));
  const unknown = sources.filter((path) => !modules.includes(path) && !copied.includes(path));
  if (unknown.length > 0) {
    throw new Error(`The build does not know what to do with ${unknown.join(', ')}`);
  }

  const result = await compileModules({ source, modules, apiBaseUrlDevelop, baseLibrary });
  for (const path of copied)
    result.set(path, await minifyAsset(path, await readFile(join(source, path), 'utf8')));
  const missing = missingFiles(result);
  if (missing.length > 0) throw new Error(`Files are missing:\n  ${missing.join('\n  ')}`);

  const written: string[] = [];
  for (const [path, content] of result) {
    const target = join(output, path);
    const present = await readFile(target).catch(() => undefined);
    if (present?.equals(content)) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
    written.push(path);
  }
  for (const path of await filesIn(output)) {
    if (!result.has(path)) await rm(join(output, path));
  }
  const bytes = [...result.values()].reduce((sum, content) => sum + content.byteLength, 0);
  return { files: [...result.keys()], written, bytes };
}
