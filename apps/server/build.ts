// Bundles the server and the packages of this repository into dist/main.js. What comes from npm stays outside.
import { build } from 'esbuild';
import manifest from './package.json' with { type: 'json' };

await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  external: Object.keys(manifest.dependencies).filter((name) => !name.startsWith('@weapp-login/')),
  sourcemap: true,
});
