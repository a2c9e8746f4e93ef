import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oldestBaseLibrary } from '@weapp-login/shared';
import { build, formatMessages, type Plugin } from 'esbuild';
import { engines, missingBuiltIns } from './built-ins.ts';

const shared = '@weapp-login/shared';
const sharedFile = fileURLToPath(import.meta.resolve(shared));
const sharedEntry = 'shared-entry';

/** What the modules import from the shared package at run time. */
function usedNames(source: string, modules: string[]): Set<string> {
  const used = new Set<string>();
  for (const module of modules) {
    const text = readFileSync(join(source, module), 'utf8');
    const imports = text.matchAll(new RegExp(`import \\{([^}]*)\\} from '${shared}'`, 'g'));
    for (const [, list = ''] of imports)
      for (const name of list.split(',').map((one) => one.trim()))
        if (name && !name.startsWith('type ')) used.add(name);
  }
  return used;
}

/**
 * Leaves `require` between the modules of the mini program, so that each exists once however many pages use it. The
 * shared package, which WeChat could not find, becomes one module beside app.js, of which nothing is there that no module
 * uses.
 */
const separateModules = (source: string, used: ReadonlySet<string>): Plugin => ({
  name: 'separate-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^${sharedEntry}$`) }, () => ({
      path: sharedEntry,
      namespace: sharedEntry,
    }));
    onLoad({ filter: /./, namespace: sharedEntry }, () => ({
      contents: `export { ${[...used].join(', ')} } from ${JSON.stringify(sharedFile)};`,
      resolveDir: source,
    }));
    onResolve({ filter: /^\./ }, ({ path, importer }) =>
      importer.startsWith(source) ? { path: path.replace(/\.ts$/, '.js'), external: true } : null,
    );
    onResolve({ filter: new RegExp(`^${shared}$`) }, ({ resolveDir }) => {
      const toRoot = relative(resolveDir, source).replaceAll('\\', '/') || '.';
      return { path: `${toRoot}/shared.js`, external: true };
    });
  },
});

/**
 * Turns what esbuild writes for an ES module into CommonJS. Its own conversion puts half a kilobyte of getters before
 * each module, for the sake of modules that import each other; here none do.
 */
const toCommonJs = (code: string): string =>
  `"use strict";${code
    .trimEnd()
    .replace(
      /(?<=^|;)import\{([^}]*)\}from("[^"]+");/g,
      (_, names: string, from: string) =>
        `const{${names.replaceAll(' as ', ':')}}=require(${from});`,
    )
    .replace(/export\{([^}]*)\};$/, (_, names: string) =>
      names
        .split(',')
        .map((name) => name.split(' as '))
        .map(([local, exported = local]) => `exports.${exported}=${local};`)
        .join(''),
    )}`;

/**
 * Compiles modules to what WeChat runs.
 * @param options.modules paths in `source`
 * @returns the compiled files, by their path in the mini program
 * @throws Error that lists what esbuild found wrong; a warning counts. Or what the oldest engines lack
 */
export async function compileModules(options: {
  source: string;
  modules: string[];
  apiBaseUrlDevelop: string;
}): Promise<Map<string, Buffer>> {
  const { source, modules, apiBaseUrlDevelop } = options;
  const { outputFiles, warnings } = await build({
    entryPoints: [
      { in: sharedEntry, out: 'shared' },
      ...modules.map((path) => ({ in: join(source, path), out: path.replace(/\.ts$/, '') })),
    ],
    outdir: source,
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2018',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    // Assigns the fields of a class, in place of a helper that defines them; no class here inherits a setter.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    define: { API_BASE_URL_DEVELOP: JSON.stringify(apiBaseUrlDevelop) },
    plugins: [separateModules(source, usedNames(source, modules))],
    logLevel: 'silent',
  });
  if (warnings.length > 0) {
    throw new Error((await formatMessages(warnings, { kind: 'warning' })).join('\n'));
  }
  const compiled = outputFiles.map(({ path, contents }): [path: string, code: string] => [
    relative(source, path).replaceAll('\\', '/'),
    toCommonJs(Buffer.from(contents).toString()),
  ]);
  const missing: string[] = [];
  for (const [path, code] of compiled)
    for (const name of await missingBuiltIns(code)) missing.push(`${path}: ${name}`);
  if (missing.length > 0)
    throw new Error(
      `The oldest engines (${engines().join(', ')}; base library ${oldestBaseLibrary}) lack:\n  ${missing.join('\n  ')}`,
    );
  return new Map(compiled.map(([path, code]) => [path, Buffer.from(code)]));
}
