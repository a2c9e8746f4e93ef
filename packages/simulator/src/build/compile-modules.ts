import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, formatMessages, type Plugin } from 'esbuild';
import { enginesOf, missingBuiltIns } from './missing-built-ins.ts';

/** The folder of the npm packages in the mini program. */
const npm = 'npm';

/** Where the bundle of a package's entry is: `npm/weapp-login-wx` for `weapp-login/wx`. */
const bundleOf = (specifier: string) =>
  `${npm}/${specifier.replace(/^@/, '').replaceAll('/', '-')}`;

/** What a module imports from an npm package: `a, { b as c }`, `* as d`. Types are gone at run time. */
const npmImports = /^import (?!type )([^;'"]+?) from (['"])([^.'"][^'"]*)\2/gm;

/** What the modules import from npm packages at run time: names by specifier, `*` for all. */
function usedNames(source: string, modules: string[]): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const module of modules)
    for (const [, clause = '', , specifier = ''] of readFileSync(
      join(source, module),
      'utf8',
    ).matchAll(npmImports)) {
      const names = importedNames(clause);
      if (names.length > 0)
        used.set(specifier, new Set([...(used.get(specifier) ?? []), ...names]));
    }
  return used;
}

function importedNames(clause: string): string[] {
  const [beside = '', list = ''] = clause.split('{');
  const named = list
    .replace('}', '')
    .split(',')
    .map((one) => one.trim().replace(/ as .*/s, ''))
    .filter((name) => name && !/^type\s/.test(name));
  const [first = ''] = beside.split(',').map((one) => one.trim());
  if (first.startsWith('*')) return ['*', 'default'];
  return first ? ['default', ...named] : named;
}

/**
 * Leaves `require` between the modules of the mini program, so that each exists once however many pages use it. Each
 * entry of an npm package, which WeChat could not find, becomes one module in the folder npm, with nothing in it that no
 * module uses.
 */
const separateModules = (
  source: string,
  used: ReadonlyMap<string, ReadonlySet<string>>,
): Plugin => ({
  name: 'separate-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === 'entry-point' && used.has(path) ? { path, namespace: npm } : null,
    );
    onLoad({ filter: /./, namespace: npm }, ({ path }) => {
      const names = used.get(path) ?? new Set();
      const listed = [...names].filter((name) => name !== '*').join(', ');
      const from = `from ${JSON.stringify(path)};`;
      const contents = `export { ${listed} } ${from}${names.has('*') ? `export * ${from}` : ''}`;
      return { contents, resolveDir: source };
    });
    onResolve({ filter: /^\./ }, ({ path, importer }) =>
      importer.startsWith(source) ? { path: path.replace(/\.ts$/, '.js'), external: true } : null,
    );
    onResolve({ filter: /^[^.]/ }, ({ path, importer, resolveDir }) => {
      if (!importer.startsWith(source) || !used.has(path)) return null;
      const toRoot = relative(resolveDir, source).replaceAll('\\', '/') || '.';
      return { path: `${toRoot}/${bundleOf(path)}.js`, external: true };
    });
  },
});

/** The import statements of a minified ES module. */
const imports = /(?<=^|;)import(?:([^"';]*?)from)?("[^"]+");/g;

/**
 * Turns what esbuild writes for an ES module into CommonJS. Its own conversion puts half a kilobyte of getters before
 * each module, for the sake of modules that import each other; here none do.
 */
const toCommonJs = (code: string): string =>
  `"use strict";${code
    .trimEnd()
    .replace(imports, (_, clause: string | undefined, from: string) => requireOf(clause, from))
    .replace(/export\{([^}]*)\};$/, (_, names: string) =>
      names
        .split(',')
        .map((name) => name.split(' as '))
        .map(([local, exported = local]) => `exports.${exported}=${local};`)
        .join(''),
    )}`;

function requireOf(clause: string | undefined, from: string): string {
  if (clause === undefined) return `require(${from});`;
  const all = /^\s*\*\s*as\s+([\w$]+)/.exec(clause);
  if (all) return `const ${all[1]}=require(${from});`;
  const [beside = '', list = ''] = clause.split('{');
  const own = beside.replace(',', '').trim();
  const names = [
    ...(own ? [`default:${own}`] : []),
    ...list
      .replace('}', '')
      .split(',')
      .filter(Boolean)
      .map((name) => name.replace(' as ', ':')),
  ];
  return `const{${names}}=require(${from});`;
}

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
  baseLibrary: string;
}): Promise<Map<string, Buffer>> {
  const { source, modules, apiBaseUrlDevelop, baseLibrary } = options;
  const engines = enginesOf(baseLibrary);
  const used = usedNames(source, modules);
  const { outputFiles, warnings } = await build({
    entryPoints: [
      ...[...used.keys()].map((specifier) => ({ in: specifier, out: bundleOf(specifier) })),
      ...modules.map((path) => ({ in: join(source, path), out: path.replace(/\.ts$/, '') })),
    ],
    outdir: source,
    write: false,
    bundle: true,
    format: 'esm',
    // What two packages share is there once, such as the class of an error.
    splitting: true,
    chunkNames: `${npm}/[name]-[hash]`,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2018',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    // Assigns the fields of a class, in place of a helper that defines them; no class here inherits a setter.
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
    define: { API_BASE_URL_DEVELOP: JSON.stringify(apiBaseUrlDevelop) },
    plugins: [separateModules(source, used)],
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
    for (const name of await missingBuiltIns(code, engines)) missing.push(`${path}: ${name}`);
  if (missing.length > 0)
    throw new Error(
      `The oldest engines (${engines.join(', ')}; base library ${baseLibrary}) lack:\n  ${missing.join('\n  ')}`,
    );
  return new Map(compiled.map(([path, code]) => [path, Buffer.from(code)]));
}
