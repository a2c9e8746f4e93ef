import { type PluginItem, type PluginObject, transformAsync } from '@babel/core';
// @ts-expect-error: it has no types
import polyfills from 'babel-plugin-polyfill-corejs3';
import globals from 'globals';
import { getBrowsersList } from 'miniprogram-compat';

/**
 * Returns the engines under a base library (基础库), from WeChat's own list. What that
 * library polyfills is not counted on: not every host of a mini program brings the polyfills.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 * @returns browserslist queries, such as `ios 13`
 */
export function enginesOf(baseLibrary: string): string[] {
  return getBrowsersList(baseLibrary) ?? [];
}

/** What the engines have of the language, and what WeChat adds to it. */
const knownGlobals = new Set([
  ...Object.keys(globals.es2018),
  ...['wx', 'App', 'Page', 'Component', 'Behavior', 'getApp', 'getCurrentPages'],
  ...['require', 'module', 'exports', 'console'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
]);
/** Not every engine on Android is built with it, and code made at run time does not run. */
for (const name of ['Intl', 'SharedArrayBuffer', 'Atomics', 'eval']) knownGlobals.delete(name);

/** Methods that stand on Intl: without it they ignore their arguments, so each phone would show something else. */
const localised = /^(toLocale\w+|localeCompare|normalize)$/;

/**
 * What core-js replaces although it is there: it repairs rare faults, or, for a method that iterators have as well, it
 * can't tell an array from an iterator.
 */
const present =
  /^(array\.includes|json\.(parse|stringify)|string\.replace|iterator\.(constructor|every|filter|find|flat-map|for-each|map|reduce|some))$/;

/** The method that a module of core-js brings: `replaceAll` of `string.replace-all`. */
const methodOf = (module: string) =>
  (module.split('.')[1] ?? module).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A look-behind (iOS 16.4), or the flags d and v; where iOS can't read one, it does not read the whole file. */
const isNewer = (pattern: string, flags: string) => /\(\?<[=!]/.test(pattern) || /[dv]/.test(flags);

/**
 * Returns what a compiled module uses of the language's built-ins, and of globals, that the engines lack. It reads names,
 * because types are gone by then: `.at(` is taken for an array's, whatever it is called on.
 * @param engines browserslist queries
 * @returns names as core-js has them, such as `array.at`; empty where all is well
 */
export function missingBuiltIns(code: string, engines: string[]): Promise<string[]> {
  const key = `${engines} ${code}`;
  const before = known.get(key) ?? readCode(code, engines);
  known.set(key, before);
  return before;
}

/** The answers about modules, most of which have not changed since the last build. */
const known = new Map<string, Promise<string[]>>();

async function readCode(code: string, engines: string[]): Promise<string[]> {
  const found = new Set<string>();
  const names = new Set<string>();
  const lacking = new Set<string>();
  const readNames: PluginObject = {
    visitor: {
      Program: ({ scope }) => {
        for (const name of Object.keys(scope.globals)) if (!knownGlobals.has(name)) found.add(name);
      },
      Identifier({ node: { name } }) {
        names.add(name);
        if (localised.test(name)) found.add(name);
      },
      StringLiteral({ node: { value } }) {
        names.add(value);
      },
      RegExpLiteral({ node: { pattern, flags } }) {
        if (isNewer(pattern, flags)) found.add(`/${pattern}/${flags}`);
      },
      NewExpression({ node: { callee, arguments: given } }) {
        if (callee.type !== 'Identifier' || callee.name !== 'RegExp') return;
        const [pattern, flags] = given.map((each) =>
          each.type === 'StringLiteral' ? each.value : '',
        );
        if (isNewer(pattern ?? '', flags ?? '')) found.add(`/${pattern}/${flags ?? ''}`);
      },
    },
  };
  const readBuiltIns: PluginItem = [
    polyfills,
    {
      method: 'usage-global',
      targets: engines,
      // All that core-js knows, whatever version brought it.
      version: '3.999',
      shouldInjectPolyfill(module: string, isLacking: boolean) {
        if (isLacking) lacking.add(module.replace(/^(es|esnext|web)\./, ''));
        return false;
      },
    },
  ];
  await transformAsync(code, {
    configFile: false,
    babelrc: false,
    code: false,
    sourceType: 'script',
    plugins: [readBuiltIns, () => readNames],
  });
  // A use of `Map` asks for all methods that it has today; only those that are named count.
  for (const module of lacking)
    if (names.has(methodOf(module)) && !present.test(module)) found.add(module);
  return [...found].sort();
}
