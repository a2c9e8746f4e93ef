import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const megabyte = 1024 * 1024;
/** What WeChat packs of a folder: https://developers.weixin.qq.com/miniprogram/dev/framework/structure.html */
const packed =
  /\.(?:js|json|wxml|wxss|wxs|png|jpe?g|gif|svg|webp|cer|mp3|aac|m4a|mp4|wav|ogg|silk|wasm|br|cert)$/i;
/** All packages of a mini program together: https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html */
const largest = 30 * megabyte;

/**
 * Says in one sentence why a folder can't be opened as a built mini program, and what to do about it.
 * @param files texts of the folder by path
 * @returns undefined where it looks like one
 */
export async function describeUnbuilt(
  appDir: string,
  files: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const folder = path.resolve(appDir);
  if (!files.has('app.json')) return describeOther(folder, files);
  if (!files.has('app.js')) {
    const [source] = (await names(folder)).filter((name) =>
      /^app\.(?:ts|mjs|uts|wpy|mpx|vue)$/.test(name),
    );
    return source
      ? `${folder} has ${source} and no app.js: it holds sources; build it and name the built folder with --app`
      : `there is no app.js in ${folder}; build it first`;
  }
  const size = await sizeOf(folder);
  if (size <= largest) return undefined;
  return `${folder} holds ${Math.round(size / megabyte)} MB; WeChat takes at most ${largest / megabyte} MB in all packages`;
}

async function describeOther(folder: string, files: ReadonlyMap<string, string>): Promise<string> {
  const own = await names(folder);
  if (own.length === 0)
    return `there is no app.json in ${folder}, which is empty or missing; build it first`;
  const inner = [...files.keys()]
    .filter((file) => /(?:^|\/)app\.json$/.test(file) && files.has(file.replace(/json$/, 'js')))
    .map((file) => path.join(folder, path.dirname(file)));
  if (inner.length > 0)
    return `there is no app.json in ${folder}, but in ${inner.slice(0, 3).join(', ')}: name that folder with --app`;
  return own.includes('package.json')
    ? `there is no app.json in ${folder}: it holds sources; build it and name the built folder with --app`
    : `there is no app.json in ${folder}; build it first`;
}

const names = (folder: string) => readdir(folder).catch(() => [] as string[]);

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter(
        (entry) =>
          entry.isFile() && packed.test(entry.name) && !/node_modules/.test(entry.parentPath),
      )
      // A build may be removing what was listed.
      .map((entry) => stat(path.join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))),
  );
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
