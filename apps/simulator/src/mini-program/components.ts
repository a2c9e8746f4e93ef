import path from 'node:path';
import type { Fault } from './fault.ts';

export interface ComponentResolver {
  /** Paths of components as usingComponents of a JSON file names them; the missing ones become faults. */
  resolve(jsonFile: string, using: Record<string, string>): Record<string, string>;
}

/** Finds components as DevTools does: beside the file, from the root, in miniprogram_npm of the folders above. */
export function createComponentResolver(
  files: ReadonlyMap<string, string>,
  faults: Fault[],
): ComponentResolver {
  const exists = (name: string) => files.has(`${name}.js`) || files.has(`${name}.wxml`);

  function find(folder: string, target: string): string | undefined {
    const bare = target.replace(/^\//, '');
    const starts = target.startsWith('/')
      ? [bare]
      : [path.posix.join(folder, target), bare, ...inPackages(folder, target)];
    return starts.flatMap((start) => [start, `${start}/index`]).find(exists);
  }

  return {
    resolve(jsonFile, using) {
      const found: Record<string, string> = {};
      for (const [tag, target] of Object.entries(using)) {
        const name = find(path.posix.dirname(jsonFile), target);
        if (name !== undefined) found[tag] = name;
        else
          faults.push({
            message: /^(plugin|dynamicLib):/.test(target)
              ? `<${tag}> comes from ${target}: plugins are not supported by this simulator`
              : `<${tag}>: there is no component ${target}`,
            where: jsonFile,
          });
      }
      return found;
    },
  };
}

function inPackages(folder: string, target: string): string[] {
  const parts = folder === '.' ? [] : folder.split('/');
  return [...parts, ''].map((_, dropped) =>
    path.posix.join(...parts.slice(0, parts.length - dropped), 'miniprogram_npm', target),
  );
}
