import path from 'node:path';
import type { z } from 'zod';
import { readAppId } from './app-id.ts';
import { type ComponentResolver, createComponentResolver } from './components.ts';
import { appSchema, pageSchema, pageWindowSchema, themeSchema } from './config.ts';
import type { Fault } from './fault.ts';
import { readFolder } from './folder.ts';
import type { Manifest } from './manifest.ts';
import { wrapScript } from './scripts.ts';
import { transformStyles } from './styles.ts';
import { compileTemplates } from './templates.ts';

export interface MiniProgram {
  manifest: Manifest;
  /** Code of an object: compiled templates by path. */
  templates: string;
  /** Wrapped scripts by file. */
  scripts: Map<string, string>;
}

/**
 * Reads a built native mini program and makes it ready for the phone. Whatever is wrong in it is among the
 * manifest's faults.
 * @param appDir the folder of app.json
 */
export async function readMiniProgram(appDir: string): Promise<MiniProgram> {
  const files = await readFolder(appDir);
  const faults: Fault[] = [];
  const json = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
    const text = files.get(file);
    if (text === undefined) return undefined;
    try {
      const parsed = schema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
      if (parsed.success) return parsed.data;
      for (const { path: at, message } of parsed.error.issues)
        faults.push({ message: `${at.join('.')}: ${message}`, where: file });
    } catch (error) {
      faults.push({ message: (error as Error).message, where: file });
    }
    return undefined;
  };

  const app = json('app.json', appSchema) ?? appSchema.parse({ pages: [''] });
  if (!files.has('app.json'))
    faults.push({ message: `there is no app.json in ${path.resolve(appDir)}; is it built?` });
  const pages = [
    ...app.pages,
    ...[...app.subPackages, ...app.subpackages].flatMap(({ root, pages }) =>
      pages.map((page) => path.posix.join(root, page)),
    ),
  ].filter(Boolean);

  const windows: Manifest['windows'] = {};
  for (const page of pages) {
    for (const extension of ['js', 'wxml'])
      if (!files.has(`${page}.${extension}`))
        faults.push({ message: `the page ${page} has no ${page}.${extension}`, where: 'app.json' });
    windows[page] = json(`${page}.json`, pageWindowSchema) ?? {};
  }

  const resolver: ComponentResolver = createComponentResolver(files, faults);
  const components: Manifest['components'] = {};
  const global = resolver.resolve('app.json', app.usingComponents);
  const waiting = [...pages, ...Object.values(global)];
  for (const name of waiting) {
    if (components[name]) continue;
    const config = json(`${name}.json`, pageSchema) ?? pageSchema.parse({});
    const usingComponents = resolver.resolve(`${name}.json`, config.usingComponents);
    components[name] = { ...config, usingComponents: { ...global, ...usingComponents } };
    waiting.push(...Object.values(usingComponents));
  }

  const styles: Manifest['styles'] = {};
  const addStyles = (name: string, kind: 'app' | 'page' | 'component') => {
    if (!files.has(`${name}.wxss`)) return;
    const read = (file: string) => files.get(file);
    const found = transformStyles({ file: `${name}.wxss`, kind, read });
    styles[name] = found.css;
    faults.push(...found.faults);
  };
  addStyles('app', 'app');
  for (const name of Object.keys(components))
    addStyles(name, pages.includes(name) ? 'page' : 'component');

  const having = (extension: string) =>
    [...files].filter(([file]) => file.endsWith(extension)).map(([file, text]) => ({ file, text }));
  const templates = compileTemplates(having('.wxml'), having('.wxs'));
  faults.push(...templates.faults);
  const scripts = new Map<string, string>();
  for (const { file, text } of having('.js')) scripts.set(file, await wrapScript(file, text));

  const theme = (app.themeLocation && json(app.themeLocation, themeSchema)) || {
    light: {},
    dark: {},
  };
  const appId = readAppId(appDir);
  const { tags } = templates;
  return {
    manifest: { appId, app, pages, components, windows, theme, styles, tags, faults },
    templates: templates.code,
    scripts,
  };
}
