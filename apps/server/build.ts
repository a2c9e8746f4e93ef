// Bundles the server and the packages of this repository into dist/server.js, beside the thread that writes to
// SQLite. What comes from npm stays outside. dist/main.js starts it, on a Node.js that is new enough.
import { cp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import manifest from './package.json' with { type: 'json' };

/** dist/server.js resolves npm packages from here, so everything it needs must be a dependency of this package. */
const npmStaysOutside: Plugin = {
  name: 'npm-stays-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || /^(@weapp-login\/|weapp-login(\/|$))/.test(path))
        return undefined;
      const name = path.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? path;
      if (path.startsWith('node:') || Object.hasOwn(manifest.dependencies, name))
        return { path, external: true };
      return { errors: [{ text: `${name} is not in the dependencies of apps/server` }] };
    });
  },
};

const here = import.meta.dirname;

await rm(path.join(here, 'dist'), { recursive: true, force: true });
await build({
  absWorkingDir: here,
  entryPoints: [
    { in: 'src/main.ts', out: 'server' },
    { in: '@weapp-login/express/writer-thread', out: 'writer-thread' },
  ],
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  plugins: [npmStaysOutside],
  sourcemap: true,
});

// An import that an old Node.js lacks fails before any line runs, so the check is in a file without imports of its own.
await cp(path.join(here, '../../scripts/need-node.cjs'), path.join(here, 'dist/need-node.cjs'));
await writeFile(
  path.join(here, 'dist/main.js'),
  "import './need-node.cjs';\nimport('./server.js');\n",
);
