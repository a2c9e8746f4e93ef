import type { moduleNames } from '../mini-program/scripts.ts';

/** What every module sees besides require, module and exports. */
export type ModuleNames = Record<(typeof moduleNames)[number], unknown>;

type Script = (
  require: (target: unknown) => unknown,
  module: { exports: unknown },
  exports: unknown,
) => void;

/** A script as the server wraps it: hides the browser, then takes the platform's names, then runs. */
export type ModuleWrapper = () => (names: ModuleNames) => Script;

export interface Modules {
  define(file: string, wrapper: ModuleWrapper): void;
  has(file: string): boolean;
  /** Runs a module once and answers its exports. */
  run(file: string): unknown;
}

/** The CommonJS modules of a mini program. */
export function createModules(names: () => ModuleNames): Modules {
  const wrappers = new Map<string, ModuleWrapper>();
  const loaded = new Map<string, { exports: unknown }>();

  function find(from: string, target: string): string | undefined {
    const folder = from.split('/').slice(0, -1);
    const places = target.startsWith('/')
      ? [target.slice(1)]
      : [join(folder, target), ...(target.startsWith('.') ? [] : inPackages(folder, target))];
    return places
      .flatMap((place) => [place, `${place}.js`, `${place}/index.js`])
      .find((file) => wrappers.has(file));
  }

  function run(file: string): unknown {
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    loaded.set(file, module);
    const require = (target: unknown) => {
      const found = typeof target === 'string' ? find(file, target) : undefined;
      if (found === undefined)
        throw new Error(`${file} requires ${JSON.stringify(target)}, which is not there`);
      return run(found);
    };
    Object.assign(require, { async: async (target: unknown) => require(target) });
    try {
      const wrapper = wrappers.get(file);
      if (!wrapper) throw new Error(`${file} could not be loaded`);
      wrapper()(names()).call(undefined, require, module, module.exports);
    } catch (error) {
      loaded.delete(file);
      throw error;
    }
    return module.exports;
  }

  return {
    define: (file, wrapper) => void wrappers.set(file, wrapper),
    has: (file) => wrappers.has(file),
    run,
  };
}

function join(folder: string[], target: string): string {
  const parts = [...folder];
  for (const part of target.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

const inPackages = (folder: string[], target: string): string[] =>
  [...folder, ''].map((_, dropped) =>
    join(folder.slice(0, folder.length - dropped), `miniprogram_npm/${target}`),
  );
