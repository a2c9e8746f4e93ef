// Puts what tsc does not build into dist: the code of the browser, and pictures. `prepack` runs it.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleBrowserCode } from '../src/browser-code.ts';

const here = path.resolve(import.meta.dirname, '..');
const target = path.join(here, 'dist/browser');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, { text }] of await bundleBrowserCode())
  writeFileSync(path.join(target, name), text);
for (const pictures of ['people/pictures', 'album/pictures'])
  cpSync(path.join(here, 'src', pictures), path.join(here, 'dist', pictures), { recursive: true });
