// Bundles the server and the packages of this repository into dist/main.js, beside the thread that writes to SQLite and the
// schema of the store. What comes from npm stays outside.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import manifest from './package.json' with { type: 'json' };

/** dist/main.js finds npm packages from here, so whatever it needs has to be a dependency of this package. */
const npmStaysOutside: Plugin = {
  name: 'npm-stays-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@weapp-login/')) return undefined;
      const name = path.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? path;
      if (path.startsWith('node:') || Object.hasOwn(manifest.dependencies, name))
        return { path, external: true };
      return { errors: [{ text: `${name} is not in the dependencies of apps/server` }] };
    });
  },
};

const here = import.meta.dirname;

await build({
  absWorkingDir: here,
  entryPoints: ['src/main.ts', 'src/store/sqlite/writer-thread.ts'],
  outdir: 'dist',
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  plugins: [npmStaysOutside],
  sourcemap: true,
});

await cp(path.join(here, 'src/store/migrations'), path.join(here, 'dist/migrations'), {
  recursive: true,
});
