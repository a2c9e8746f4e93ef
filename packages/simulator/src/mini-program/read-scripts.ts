import type { Fault } from './fault.ts';
import { type Aliases, resolveModule } from './module-path.ts';
import { wrapScript } from './scripts.ts';

/** What a script requires by a name that is written in it. */
const required = /(?<![\w.$])require(?:\.async)?\(\s*(["'`])([^"'`\n]+)\1/g;
/** A name that is known only once the script runs: anything but one text. */
const computed =
  /(?<![\w.$])require(?:\.async)?\(\s*(?!(["'`])[^"'`\n$]*\1\s*[),])[^)\s][^)\n]*\)(?!\s*\{)/;

export interface Scripts {
  /** Wrapped scripts by file. */
  scripts: Map<string, string>;
  /** What keeps a script from being parsed, by file. */
  syntaxFaults: Map<string, Fault>;
}

/**
 * Wraps the scripts that an app, its pages and components lead to; all there are where one of them requires by a name that
 * it computes. A folder often holds many more, which only slow the opening down.
 * @param files texts of the mini program by path
 */
export async function readScripts(
  files: ReadonlyMap<string, string>,
  roots: readonly string[],
  aliases: Aliases,
): Promise<Scripts> {
  const all = [...files.keys()].filter((file) => file.endsWith('.js'));
  const scripts = new Map<string, string>();
  const syntaxFaults = new Map<string, Fault>();
  const exists = (file: string) => files.has(file);
  let waiting = roots.filter(exists);
  for (const known = new Set(waiting); waiting.length > 0; ) {
    const wrapped = await Promise.all(
      waiting.map(async (file) => ({ file, ...(await wrapScript(file, files.get(file) ?? '')) })),
    );
    waiting = [];
    const add = (file: string | undefined) => {
      if (file === undefined || known.has(file) || !file.endsWith('.js')) return;
      known.add(file);
      waiting.push(file);
    };
    for (const { file, code, fault } of wrapped) {
      scripts.set(file, code);
      if (fault) syntaxFaults.set(file, fault);
      if (computed.test(code)) for (const other of all) add(other);
      for (const [, , target = ''] of code.matchAll(required))
        add(resolveModule(file, target, { aliases, exists }));
    }
  }
  return { scripts, syntaxFaults };
}
