import path from 'node:path';
import type { z } from 'zod';
import { readAppId } from './app-id.ts';
import { bundleScripts } from './bundle.ts';
import { createComponentResolver } from './components.ts';
import { appSchema, pageSchema, pageWindowSchema, themeSchema } from './config.ts';
import type { Fault } from './fault.ts';
import { readFolder } from './folder.ts';
import { customTabBar, type Manifest } from './manifest.ts';
import { readScripts } from './read-scripts.ts';
import { transformStyles } from './styles.ts';
import { compileTemplates } from './templates.ts';
import { describeUnbuilt } from './unbuilt.ts';

export interface MiniProgram {
  manifest: Manifest;
  /** Compiled templates and wrapped scripts as one script. */
  bundle: string;
  /** Wrapped scripts by file. */
  scripts: Map<string, string>;
  /** What keeps a script from being parsed, by file. */
  syntaxFaults: Map<string, Fault>;
}

/**
 * Reads a built native mini program and makes it ready for the phone. What keeps it from starting is among the
 * manifest's faults; what is wrong with a page or a component is kept for when that opens.
 * @param appDir the folder of app.json
 */
export async function readMiniProgram(appDir: string): Promise<MiniProgram> {
  const files = await readFolder(appDir);
  const faults: Fault[] = [];
  const faultsOf: Manifest['faultsOf'] = {};
  const note = (name: string, found: Fault[]) => {
    if (found.length > 0) faultsOf[name] = [...(faultsOf[name] ?? []), ...found];
  };
  function json<T>(file: string, schema: z.ZodType<T>, found: Fault[]): T | undefined {
    const text = files.get(file);
    if (text === undefined) return undefined;
    try {
      const parsed = schema.safeParse(JSON.parse(text.replace(/^\uFEFF/, '')));
      if (parsed.success) return parsed.data;
      for (const { path: at, message } of parsed.error.issues)
        found.push({ message: `${at.join('.')}: ${message}`, where: file });
    } catch (error) {
      found.push({ message: (error as Error).message, where: file });
    }
    return undefined;
  }

  const app = json('app.json', appSchema, faults) ?? appSchema.parse({ pages: [''] });
  const unbuilt = await describeUnbuilt(appDir, files);
  if (unbuilt !== undefined) faults.push({ message: unbuilt });
  const pages = [
    ...app.pages,
    ...[...app.subPackages, ...app.subpackages].flatMap(({ root, pages }) =>
      pages.map((page) => path.posix.join(root, page)),
    ),
  ]
    .filter(Boolean)
    .map((page) => page.replace(/^\//, ''));

  const windows: Manifest['windows'] = {};
  for (const page of pages) {
    for (const extension of ['js', 'wxml'])
      if (!files.has(`${page}.${extension}`))
        note(page, [
          { message: `the page ${page} has no ${page}.${extension}`, where: 'app.json' },
        ]);
    windows[page] = json(`${page}.json`, pageWindowSchema, []) ?? {};
  }

  const resolver = createComponentResolver(files, app.resolveAlias);
  const components: Manifest['components'] = {};
  const global = resolver.resolve('app.json', app.usingComponents);
  const waiting = [...pages, ...Object.values(global.usingComponents)];
  if (app.tabBar?.custom) {
    if (files.has(`${customTabBar}.js`)) waiting.push(customTabBar);
    else
      note('app', [{ message: `tabBar.custom: there is no ${customTabBar}`, where: 'app.json' }]);
  }
  for (const name of waiting) {
    if (components[name]) continue;
    const found: Fault[] = [];
    const config = json(`${name}.json`, pageSchema, found) ?? pageSchema.parse({});
    note(name, found);
    const { usingComponents, missing } = resolver.resolve(`${name}.json`, config.usingComponents);
    components[name] = {
      ...config,
      usingComponents: { ...global.usingComponents, ...usingComponents },
      missing: { ...global.missing, ...missing },
    };
    waiting.push(...Object.values(usingComponents));
  }

  const styles: Manifest['styles'] = {};
  const addStyles = (name: string, kind: 'app' | 'page' | 'component') => {
    if (!files.has(`${name}.wxss`)) return;
    const read = (file: string) => files.get(file);
    const found = transformStyles({ file: `${name}.wxss`, kind, read });
    styles[name] = found.css;
    note(name, found.faults);
  };
  addStyles('app', 'app');
  for (const name of Object.keys(components))
    addStyles(name, pages.includes(name) ? 'page' : 'component');

  const shown = Object.keys(components);
  const { tags, warnings, ...templates } = compileTemplates(files, shown);
  for (const [name, found] of templates.faults) note(name, found);
  const { scripts, syntaxFaults } = await readScripts(
    files,
    ['app', ...shown].map((name) => `${name}.js`),
    app.resolveAlias,
  );
  const broken = syntaxFaults.get('app.js');
  if (broken) faults.push(broken);

  const noTheme = { light: {}, dark: {} };
  const theme = (app.themeLocation && json(app.themeLocation, themeSchema, [])) || noTheme;
  const appId = readAppId(appDir);
  return {
    manifest: {
      appId,
      app,
      pages,
      components,
      windows,
      theme,
      styles,
      tags,
      faults,
      faultsOf,
      warnings,
    },
    bundle: bundleScripts(templates.code, scripts),
    scripts,
    syntaxFaults,
  };
}
