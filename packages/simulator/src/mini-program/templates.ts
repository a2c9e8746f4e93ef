import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import type { Fault } from './fault.ts';
import { syntaxFault } from './syntax.ts';
import { wxsRuntime, wxsSource } from './wxs.ts';

interface CompilerMessage {
  isError: boolean;
  code: number;
  message: string;
  startLine: number;
}

export interface CompiledTemplates {
  /** Code of an object of templates by path. */
  code: string;
  /** What is wrong with a template, the scripts and the templates that it takes in included, by its path. */
  faults: Map<string, Fault[]>;
  /** What WeChat is not bothered by. */
  warnings: Fault[];
  /** Tags of each template with the line where each first stands. */
  tags: Record<string, Record<string, number>>;
}

/** The compiler's codes for what it passes over and WeChat refuses: a missing end tag, an end tag without a start. */
const wrong = new Set([65543, 65567]);
/** For what it calls an error and WeChat shows as it is written: an unknown entity. */
const harmless = new Set([65541]);

/**
 * Compiles the WXML of pages and components with what they take in, and all WXS; what can't be compiled is left out, and is
 * a fault of those who use it.
 * @param files texts of the mini program by path
 * @param names paths of the pages and components, without extension
 */
export function compileTemplates(
  files: ReadonlyMap<string, string>,
  names: readonly string[],
): CompiledTemplates {
  const group = new TmplGroup();
  const own = new Map<string, Fault[]>();
  const warnings: Fault[] = [];
  const tags: CompiledTemplates['tags'] = {};
  const note = (file: string, fault: Fault) => own.set(file, [...(own.get(file) ?? []), fault]);
  const script = (file: string, text: string) => {
    const source = wxsSource(text);
    const found = syntaxFault(file, source, `(function(){${source}\n})`);
    if (found) note(file, { message: found.message, where: `${file}:${found.line}` });
    return found ? '' : source;
  };
  const add = (name: string, text: string) => {
    const file = `${name}.wxml`;
    // How lists were written at first, which WeChat still takes.
    const modern = text.replace(/\bwx:for-items=/g, 'wx:for=');
    for (const { isError, code, message, startLine } of group.addTmpl(
      name,
      modern,
    ) as CompilerMessage[]) {
      const fault = { message, where: `${file}:${startLine + 1}` };
      if (wrong.has(code) || (isError && !harmless.has(code))) note(file, fault);
      else warnings.push(fault);
    }
    tags[name] = tagLines(text);
    for (const module of group.getInlineScriptModuleNames(name) as string[])
      group.setInlineScript(name, module, script(file, group.getInlineScript(name, module)));
  };
  try {
    group.setExtraRuntimeScript(wxsRuntime);
    // Templates ask for a script without its extension, another script asks with it.
    for (const [file, text] of files)
      if (file.endsWith('.wxs')) {
        const source = script(file, text);
        for (const name of [withoutExtension(file), file]) group.addScript(name, source);
      }
    const added = new Set(names);
    for (const name of added) {
      const text = files.get(`${name}.wxml`);
      if (text === undefined) continue;
      add(name, text);
      for (const used of group.getDirectDependencies(name) as string[]) added.add(used);
    }
    const known = new Set(files.keys());
    const faults = new Map<string, Fault[]>();
    const missing = new Set<string>();
    for (const name of added) {
      if (!known.has(`${name}.wxml`)) continue;
      const found = dependenciesOf(group, known, name).flatMap(({ file: used, from }) => {
        if (known.has(used)) return own.get(used) ?? [];
        missing.add(used);
        return [{ message: `${used} is missing`, where: `${from}.wxml` }];
      });
      if (found.length > 0) faults.set(name, found);
    }
    for (const file of missing)
      if (file.endsWith('.wxs')) group.addScript(withoutExtension(file), '');
      else group.addTmpl(withoutExtension(file), '');
    return { code: group.getTmplGenObjectGroups(), faults, warnings, tags };
  } finally {
    group.free();
  }
}

/** A template itself and all that it takes in, each with the template that asks for it. */
function dependenciesOf(
  group: TmplGroup,
  known: ReadonlySet<string>,
  name: string,
): { file: string; from: string }[] {
  const found = new Map([[`${name}.wxml`, name]]);
  for (const file of found.keys()) {
    if (!file.endsWith('.wxml') || !known.has(file)) continue;
    const from = withoutExtension(file);
    for (const used of group.getDirectDependencies(from) as string[])
      if (!found.has(`${used}.wxml`)) found.set(`${used}.wxml`, from);
    for (const used of group.getScriptDependencies(from) as string[])
      if (!found.has(`${used}.wxs`)) found.set(`${used}.wxs`, from);
  }
  return [...found].map(([file, from]) => ({ file, from }));
}

function tagLines(text: string): Record<string, number> {
  const lines: Record<string, number> = {};
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const markup = text.replace(/<!--[\s\S]*?-->|<wxs[\s\S]*?<\/wxs>/g, blank);
  let line = 1;
  for (const [found, tag] of markup.matchAll(/\n|<([a-zA-Z][\w-]*)/g)) {
    if (found === '\n') line += 1;
    else if (tag !== undefined) lines[tag] ??= line;
  }
  return lines;
}

export const withoutExtension = (file: string): string =>
  file.slice(0, file.length - path.posix.extname(file).length);
