import { type Aliases, resolveModule } from '../mini-program/module-path.ts';
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
export function createModules(names: () => ModuleNames, aliases: () => Aliases): Modules {
  const wrappers = new Map<string, ModuleWrapper>();
  const loaded = new Map<string, { exports: unknown }>();

  const find = (from: string, target: string) =>
    resolveModule(from, target, {
      aliases: aliases(),
      exists: (file) => wrappers.has(file),
    });

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
