import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Scripts and style sheets of the pages by their URL path. */
export type BrowserCode = Map<string, { type: 'js' | 'css'; text: string }>;

let built: Promise<BrowserCode> | undefined;

/** In the published package, where they are bundled beforehand: scripts/bundle-browser-code.ts. */
const bundles = path.join(import.meta.dirname, 'browser');

/**
 * Returns the code of the pages and of the phone's screen: as it was bundled for the published package, or bundled in memory;
 * once in a process, because it depends on nothing.
 */
export function buildBrowserCode(): Promise<BrowserCode> {
  built ??= existsSync(bundles) ? Promise.resolve(readBundles()) : bundleBrowserCode();
  return built;
}

function readBundles(): BrowserCode {
  return new Map(
    readdirSync(bundles).map((name) => [
      `/${name}`,
      { type: typeOf(name), text: readFileSync(path.join(bundles, name), 'utf8') },
    ]),
  );
}

function typeOf(file: string): 'js' | 'css' {
  return file.endsWith('.css') ? 'css' : 'js';
}

/** Bundles the code in memory. */
export async function bundleBrowserCode(): Promise<BrowserCode> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: {
      page: 'page/main.tsx',
      developer: 'developer/main.tsx',
      screen: 'screen/main.ts',
    },
    outdir: '/',
    bundle: true,
    write: false,
    format: 'iife',
    // Half the text to parse; names stay, for debugging.
    minifyWhitespace: true,
    minifySyntax: true,
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // The framework's checks and warnings are wanted here.
    define: { 'process.env.NODE_ENV': '"development"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  return new Map(
    outputFiles.map(({ path: file, text }) => [
      `/${path.basename(file)}`,
      { type: typeOf(file), text },
    ]),
  );
}
