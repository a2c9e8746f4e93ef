import { posix } from 'node:path';

interface AppJson {
  pages: string[];
  themeLocation?: string;
  sitemapLocation?: string;
}

const json = (content: Buffer): unknown => JSON.parse(content.toString());

/**
 * What app.json and the pages name and the mini program lacks; DevTools would tell only once it opens the page.
 * @param files the whole mini program, by path
 * @throws Error without an app.json
 */
export function missingFiles(files: ReadonlyMap<string, Buffer>): string[] {
  const appJson = files.get('app.json');
  if (!appJson) throw new Error('Files are missing:\n  app.json');
  const app = json(appJson) as AppJson;
  const needed = [
    'app.js',
    ...[app.themeLocation, app.sitemapLocation].filter((path) => path !== undefined),
    ...app.pages.flatMap((page) => [`${page}.js`, `${page}.json`, `${page}.wxml`]),
    ...[...files].flatMap(([path, content]) =>
      path.endsWith('.json') ? componentFiles(path, content) : [],
    ),
  ];
  return needed.filter((path) => !files.has(path));
}

/** The files of the components that a page or component uses. */
function componentFiles(path: string, content: Buffer): string[] {
  const { usingComponents = {} } = json(content) as { usingComponents?: Record<string, string> };
  return Object.values(usingComponents).flatMap((component) => {
    const base = component.startsWith('/')
      ? component.slice(1)
      : posix.join(posix.dirname(path), component);
    return [`${base}.js`, `${base}.json`, `${base}.wxml`];
  });
}
