import path from 'node:path';
import { type Aliases, expandAlias } from './module-path.ts';

export interface ComponentResolver {
  /**
   * Paths of components as usingComponents of a JSON file names them.
   * @returns also what to say of each that is not there
   */
  resolve(jsonFile: string, using: Record<string, string>): ResolvedComponents;
}

export interface ResolvedComponents {
  usingComponents: Record<string, string>;
  missing: Record<string, string>;
}

/** Finds components as DevTools does: by an alias, beside the file, from the root, in miniprogram_npm of the folders above. */
export function createComponentResolver(
  files: ReadonlyMap<string, string>,
  aliases: Aliases,
): ComponentResolver {
  const exists = (name: string) => files.has(`${name}.js`) || files.has(`${name}.wxml`);

  function find(folder: string, using: string): string | undefined {
    const target = expandAlias(using, aliases);
    const bare = target.replace(/^\//, '');
    const starts = target.startsWith('/')
      ? [bare]
      : [path.posix.join(folder, target), bare, ...inPackages(folder, target)];
    return starts.flatMap((start) => [start, `${start}/index`]).find(exists);
  }

  return {
    resolve(jsonFile, using) {
      const found: ResolvedComponents = { usingComponents: {}, missing: {} };
      for (const [tag, target] of Object.entries(using)) {
        const name = find(path.posix.dirname(jsonFile), target);
        if (name !== undefined) found.usingComponents[tag] = name;
        else found.missing[tag] = absence(tag, target);
      }
      return found;
    },
  };
}

function absence(tag: string, target: string): string {
  if (/^(plugin|dynamicLib):/.test(target))
    return `<${tag}> of ${target} is not supported by this simulator`;
  const npm = /^[@a-z]/.test(target)
    ? '; if it comes from npm, run Build npm (构建 npm) in DevTools'
    : '';
  return `<${tag}>: there is no component ${target}${npm}`;
}

function inPackages(folder: string, target: string): string[] {
  const parts = folder === '.' ? [] : folder.split('/');
  return [...parts, ''].map((_, dropped) =>
    path.posix.join(...parts.slice(0, parts.length - dropped), 'miniprogram_npm', target),
  );
}
