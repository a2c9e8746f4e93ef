import type { ScriptLines } from '../mini-program/bundle.ts';

/** Finds where in the mini program's own files a stack passes first, as `file:line`; undefined where it never does. */
export type PlaceOf = (stack: string | undefined) => string | undefined;

/** @param lines where each script begins in the bundle */
export const createPlaceOf =
  (lines: () => ScriptLines): PlaceOf =>
  (stack = '') => {
    for (const [, found] of stack.matchAll(/\/program\.js[^\s:()]*:(\d+)/g)) {
      const line = Number(found);
      const script = lines().findLast(([, start]) => start <= line);
      // Before the first script are templates, whose lines are not those of a file.
      if (script) return `${script[0]}:${line - script[1] + 1}`;
    }
    // An error of a script that can't be parsed says so itself.
    const named = /\/app\/([^\s:?#()]+):(\d+)/.exec(stack);
    return named ? `${named[1]}:${named[2]}` : undefined;
  };
