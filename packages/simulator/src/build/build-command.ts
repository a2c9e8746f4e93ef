import { existsSync, watch } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvFiles } from '@weapp-login/env-files';
import { buildMiniProgram } from './build-mini-program.ts';
import { baseUrlVariable, readBaseUrl } from './read-base-url.ts';

/**
 * What WeChat takes as the main package, in bytes.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html
 */
const mainPackageLimit = 2 * 1024 * 1024;

const usage = `usage: weapp-simulator build [--watch] [--source src] [--output dist] [--base-library 2.32.3] [--env FILE]…
${baseUrlVariable}, from the environment or a file, is the server's address in the develop version`;

/**
 * Builds the mini program of a folder, and with `--watch` again after each change, until the process ends.
 * @param args the command line after `build`
 * @param options.folder what the paths of the command line start from
 * @returns the exit code: 0, or 1 where the build failed, 2 for a wrong command line
 */
export async function buildCommand(
  args: string[],
  options: { folder: string; env: NodeJS.ProcessEnv; console: Pick<Console, 'log' | 'error'> },
): Promise<number> {
  const { folder, env, console } = options;
  const given = readOptions(args);
  if (given instanceof Error) {
    console.error(`${given.message}\n${usage}`);
    return 2;
  }
  const { output, watch: isWatching } = given;
  const baseLibrary = given['base-library'];
  const envFiles = given.env.map((file) => path.resolve(folder, file));
  const source = path.resolve(folder, given.source);
  if (!existsSync(path.join(source, 'app.json'))) {
    console.error(`${source} has no app.json; --source names the folder of the mini program`);
    return 2;
  }

  async function build(): Promise<boolean> {
    try {
      const { files, written, bytes } = await buildMiniProgram({
        source,
        output: path.resolve(folder, output),
        apiBaseUrlDevelop: baseUrl(),
        ...(baseLibrary && { baseLibrary }),
      });
      const size = `${(bytes / 1024).toFixed(1)} KB of ${mainPackageLimit / 1024 / 1024} MB`;
      console.log(`${output}: ${files.length} files, ${size}, ${written.length} written`);
      if (bytes > mainPackageLimit)
        console.error(`${output}: too large for WeChat; move pages into subpackages (分包)`);
      return true;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return false;
    }
  }

  /** From the same files as the server's settings. On a real phone, 127.0.0.1 is the phone. */
  function baseUrl(): string {
    const { values } = readEnvFiles({ env, files: envFiles });
    const port = values.PORT?.trim() || '2020';
    return readBaseUrl(values[baseUrlVariable]?.trim() || `http://127.0.0.1:${port}`);
  }

  const succeeded = await build();
  if (!isWatching) return succeeded ? 0 : 1;
  let last = Promise.resolve(succeeded);
  let timer: NodeJS.Timeout | undefined;
  // An editor saves a file in several steps, each of which is an event.
  watch(source, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      last = last.then(build);
    }, 20);
  });
  return new Promise(() => undefined);
}

interface Options {
  watch: boolean;
  source: string;
  output: string;
  'base-library'?: string | undefined;
  env: string[];
}

/** @returns an Error that says what is wrong with the command line, if anything is */
function readOptions(args: string[]): Options | Error {
  try {
    const { values } = parseArgs({
      args,
      options: {
        watch: { type: 'boolean', default: false },
        source: { type: 'string', default: 'src' },
        output: { type: 'string', default: 'dist' },
        'base-library': { type: 'string' },
        env: { type: 'string', multiple: true, default: [] },
      },
    });
    return values;
  } catch (error) {
    return error as Error;
  }
}
