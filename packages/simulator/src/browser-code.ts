import path from 'node:path';
import { build } from 'esbuild';

/** Scripts and style sheets of the pages by their URL path. */
export type BrowserCode = Map<string, { type: 'js' | 'css'; text: string }>;

let built: Promise<BrowserCode> | undefined;

/** Bundles the pages and the phone's screen in memory; once in a process, because they depend on nothing. */
export function buildBrowserCode(): Promise<BrowserCode> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<BrowserCode> {
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
      { type: file.endsWith('.css') ? 'css' : 'js', text },
    ]),
  );
}
