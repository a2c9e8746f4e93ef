import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import type { Fault } from './fault.ts';
import { wxsRuntime, wxsSource } from './wxs.ts';

interface Source {
  /** Path inside the mini program, with its extension. */
  file: string;
  text: string;
}

interface CompilerMessage {
  isError: boolean;
  message: string;
  path: string;
  startLine: number;
}

/**
 * Compiles all WXML and WXS of a mini program.
 * @returns the code of an object of templates by path, the faults found, and the tags of each template with their first line
 */
export function compileTemplates(wxml: Source[], wxs: Source[]) {
  const group = new TmplGroup();
  const faults: Fault[] = [];
  const tags: Record<string, Record<string, number>> = {};
  try {
    group.setExtraRuntimeScript(wxsRuntime);
    // Templates ask for a script without its extension, another script asks with it.
    for (const { file, text } of wxs)
      for (const name of [withoutExtension(file), file]) group.addScript(name, wxsSource(text));
    for (const { file, text } of wxml) {
      const messages = group.addTmpl(withoutExtension(file), text) as CompilerMessage[];
      for (const { message, startLine } of messages)
        faults.push({ message, where: `${file}:${startLine + 1}` });
      const name = withoutExtension(file);
      tags[name] = tagLines(text);
      for (const module of group.getInlineScriptModuleNames(name) as string[])
        group.setInlineScript(name, module, wxsSource(group.getInlineScript(name, module)));
    }
    const known = new Set([...wxml, ...wxs].map(({ file }) => file));
    for (const { file } of wxml) faults.push(...missing(group, file, known));
    const code = faults.length > 0 ? '{}' : group.getTmplGenObjectGroups();
    return { code, faults, tags };
  } finally {
    group.free();
  }
}

function missing(group: TmplGroup, file: string, known: Set<string>): Fault[] {
  const name = withoutExtension(file);
  const templates = (group.getDirectDependencies(name) as string[]).map((found) => `${found}.wxml`);
  const scripts = (group.getScriptDependencies(name) as string[]).map((found) => `${found}.wxs`);
  return [...templates, ...scripts]
    .filter((target) => !known.has(target))
    .map((target) => ({ message: `${target} is missing`, where: file }));
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
