import type { Fault } from './fault.ts';
import type { MiniProgram } from './read.ts';

/**
 * Says in one sentence what keeps a mini program from opening at its first page, for the terminal.
 * @returns undefined where nothing does, whatever is wrong with other pages
 */
export function describeObstacle({ manifest, syntaxFaults }: MiniProgram): string | undefined {
  const [fault] = [...manifest.faults, ...missingPage(manifest), ...firstPageFaults()];
  if (!fault) return undefined;
  return fault.where ? `${fault.message} (${fault.where})` : fault.message;

  /** Of the page and of all components that it is made of. */
  function firstPageFaults(): Fault[] {
    const waiting = new Set([firstPage(manifest)]);
    const found: Fault[] = [];
    for (const name of waiting) {
      const { usingComponents = {}, missing = {} } = manifest.components[name] ?? {};
      const syntax = syntaxFaults.get(`${name}.js`);
      found.push(...(manifest.faultsOf[name] ?? []), ...(syntax ? [syntax] : []));
      for (const [tag, line] of Object.entries(manifest.tags[name] ?? {})) {
        const message = missing[tag];
        if (message !== undefined && !message.includes('not supported'))
          found.push({ message, where: `${name}.wxml:${line}` });
        const component = usingComponents[tag];
        if (component !== undefined) waiting.add(component);
      }
    }
    return found;
  }
}

type Manifest = MiniProgram['manifest'];

const firstPage = ({ app, pages }: Manifest) => app.entryPagePath ?? pages[0] ?? '';

const missingPage = (manifest: Manifest): Fault[] =>
  manifest.pages.includes(firstPage(manifest))
    ? []
    : [{ message: `there is no page ${firstPage(manifest)}`, where: 'app.json' }];
