import type { Fault } from './fault.ts';
import { resolveModule } from './module-path.ts';
import type { MiniProgram } from './read.ts';

/**
 * Says in one sentence what keeps a mini program from opening at its first page, for the terminal.
 * @returns undefined where nothing does, whatever is wrong with other pages
 */
export function describeObstacle({
  manifest,
  scripts,
  syntaxFaults,
}: MiniProgram): string | undefined {
  const [fault] = [
    ...manifest.faults,
    ...missingModules('app.js'),
    ...missingPage(manifest),
    ...firstPageFaults(),
  ];
  if (!fault) return undefined;
  return fault.where ? `${fault.message} (${fault.where})` : fault.message;

  /** What a script requires when it starts and the folder lacks, most often an npm package. */
  function missingModules(file: string): Fault[] {
    const required = [...(scripts.get(file) ?? '').matchAll(requireLine)].map(([, at = '']) => at);
    const look = {
      aliases: manifest.app.resolveAlias,
      exists: (name: string) => scripts.has(name),
    };
    const missing = required.find((at) => !resolveModule(file, at, look));
    if (missing === undefined) return [];
    const npm = /^[@a-z]/.test(missing)
      ? '; if it comes from npm, run Build npm (构建 npm) in DevTools'
      : '';
    return [{ message: `${file} requires ${JSON.stringify(missing)}, which is not there${npm}` }];
  }
  /** Not of its components: whether they are drawn depends on what the page knows by then. */
  function firstPageFaults(): Fault[] {
    const page = firstPage(manifest);
    const syntax = syntaxFaults.get(`${page}.js`);
    const { missing = {} } = manifest.components[page] ?? {};
    const tags = Object.entries(manifest.tags[page] ?? {}).flatMap(([tag, line]) => {
      const message = missing[tag];
      return message === undefined || message.includes('not supported')
        ? []
        : [{ message, where: `${page}.wxml:${line}` }];
    });
    return [
      ...(manifest.faultsOf[page] ?? []),
      ...(syntax ? [syntax] : []),
      ...missingModules(`${page}.js`),
      ...tags,
    ];
  }
}

/** At the beginning of a line, or of the script: not inside of a function or a try. */
const requireLine =
  /(?:^|module,exports\)\{)(?:(?:const|let|var) [^=\n]+= ?)?(?:__toESM\()?require\(["']([^"'\n]+)["']\)/gm;

type Manifest = MiniProgram['manifest'];

const firstPage = ({ app, pages }: Manifest) => app.entryPagePath ?? pages[0] ?? '';

const missingPage = (manifest: Manifest): Fault[] =>
  manifest.pages.includes(firstPage(manifest))
    ? []
    : [{ message: `there is no page ${firstPage(manifest)}`, where: 'app.json' }];
