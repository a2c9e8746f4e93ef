import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEnvFiles } from '@weapp-login/env-files';
import { baseUrlVariable, readBaseUrl } from './build/base-url.ts';
import { buildMiniProgram } from './build/mini-program.ts';

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const source = folder('src');

/**
 * What WeChat takes as the main package, in bytes.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html
 */
const mainPackageLimit = 2 * 1024 * 1024;

/** From the same files as the server's settings. */
function baseUrl(): string {
  const files = ['../server/.env', '../../.env'].map(folder);
  const { values } = readEnvFiles({ env: process.env, files });
  const port = values.PORT?.trim() || '2020';
  return readBaseUrl(values[baseUrlVariable]?.trim() || `http://127.0.0.1:${port}`);
}

async function build(): Promise<void> {
  try {
    const { files, written, bytes } = await buildMiniProgram({
      source,
      output: folder('dist'),
      // On a real phone, 127.0.0.1 is the phone: give the address of the machine in the local network.
      apiBaseUrlDevelop: baseUrl(),
    });
    const size = `${(bytes / 1024).toFixed(1)} KB of ${mainPackageLimit / 1024 / 1024} MB`;
    console.log(`dist: ${files.length} files, ${size}, ${written.length} written`);
    if (bytes > mainPackageLimit)
      console.warn('dist: too large for WeChat; move pages into subpackages (分包)');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

await build();
if (process.argv.includes('--watch')) {
  let last = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  // An editor saves a file in several steps, each of which is an event.
  watch(source, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(build);
    }, 50);
  });
}
