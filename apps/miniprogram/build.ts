import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildMiniProgram } from './build/mini-program.ts';

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const source = folder('src');
const options = {
  source,
  output: folder('dist'),
  /** On a real phone, 127.0.0.1 is the phone: give the address of the machine in the local network. */
  apiBaseUrlDevelop: process.env.API_BASE_URL_DEVELOP ?? 'http://127.0.0.1:2020',
};

if (process.argv.includes('--watch')) {
  const build = () =>
    buildMiniProgram(options).then(
      ({ written }) => written.length > 0 && console.log(`dist: ${written.join(', ')}`),
      (error) => console.error(error instanceof Error ? error.message : error),
    );
  let last = build();
  let timer: NodeJS.Timeout | undefined;
  // An editor saves a file in several steps, each of which is an event.
  watch(source, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(build);
    }, 50);
  });
} else {
  const { files, bytes } = await buildMiniProgram(options);
  console.log(`dist: ${files.length} files, ${(bytes / 1024).toFixed(1)} KB`);
}
