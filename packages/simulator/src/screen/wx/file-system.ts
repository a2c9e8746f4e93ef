import { type Caller, type Options, type Outcome, WxFailure } from '../api-call.ts';
import type { Files } from '../files.ts';
import { base64Of, bytesOf, textOf } from '../request-body.ts';
import type { Api, WxContext } from './context.ts';

const own = 'http://usr';

/**
 * The part of FileSystemManager that reads and writes whole files; folders are only part of their names.
 * https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html
 */
export function fileSystemOf({ caller, files }: { caller: Caller; files: Files }): Api {
  const existing = (path: unknown) => {
    const file = files.get(String(path));
    if (!file) throw new WxFailure(`no such file or directory, open ${path}`);
    return file;
  };
  function read(path: unknown, encoding: unknown) {
    const { bytes } = existing(path);
    if (encoding === undefined) return bytes.slice().buffer;
    return encoding === 'base64' ? base64Of(bytes) : textOf(bytes);
  }
  function write(path: unknown, data: unknown, encoding: unknown) {
    if (!String(path).startsWith(own)) throw new WxFailure(`permission denied, open ${path}`);
    const bytes =
      typeof data !== 'string'
        ? new Uint8Array((data as ArrayBuffer).slice(0))
        : encoding === 'base64'
          ? bytesOf(data)
          : new TextEncoder().encode(data);
    files.put(String(path), { bytes, type: 'application/octet-stream' });
  }
  function save(path: unknown, target: unknown = `${own}/${String(path).split('/').pop()}`) {
    files.put(String(target), existing(path));
    return String(target);
  }
  function remove(path: unknown) {
    if (!files.remove(String(path))) existing(path);
  }
  function stat(path: unknown) {
    const { length } = existing(path).bytes;
    return { size: length, mode: 33_188, isFile: () => true, isDirectory: () => false };
  }
  const exists = (path: unknown) => {
    const text = String(path);
    if (!text.startsWith(own) || files.get(text)) existing(path);
    else if (text !== own && !files.paths().some((file) => file.startsWith(`${text}/`)))
      existing(path);
  };
  const list = (folder: unknown) => [
    ...new Set(
      files
        .paths()
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(`${folder}/`.length).split('/')[0]),
    ),
  ];

  const asynchronous: Record<string, (options: Options) => Outcome> = {
    readFile: ({ filePath, encoding }) => ({ data: read(filePath, encoding) }),
    writeFile: ({ filePath, data, encoding }) => write(filePath, data, encoding),
    access: ({ path }) => exists(path),
    unlink: ({ filePath }) => remove(filePath),
    saveFile: ({ tempFilePath, filePath }) => ({ savedFilePath: save(tempFilePath, filePath) }),
    removeSavedFile: ({ filePath }) => remove(filePath),
    getFileInfo: ({ filePath }) => ({ size: stat(filePath).size }),
    stat: ({ path }) => ({ stats: stat(path) }),
    copyFile: ({ srcPath, destPath }) => void save(srcPath, destPath),
    readdir: ({ dirPath }) => ({ files: list(dirPath) }),
    mkdir: () => {},
    rmdir: () => {},
  };
  const atOnce: Record<string, (...given: never[]) => unknown> = {
    readFileSync: read,
    writeFileSync: write,
    accessSync: exists,
    unlinkSync: remove,
    saveFileSync: save,
    statSync: stat,
    copyFileSync: save,
    readdirSync: list,
    mkdirSync: () => {},
    rmdirSync: () => {},
  };
  return {
    ...Object.fromEntries(
      Object.entries(asynchronous).map(([name, perform]) => [
        name,
        (options: Options = {}) => void caller.api(name, perform)({ fail() {}, ...options }),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(atOnce).map(([name, perform]) => [
        name,
        (...given: never[]) => {
          try {
            return perform(...given);
          } catch (error) {
            throw new Error(`${name}:fail ${(error as Error).message}`);
          }
        },
      ]),
    ),
  };
}

/** https://developers.weixin.qq.com/miniprogram/dev/api/file/wx.getFileSystemManager.html and its older neighbours */
export function fileSystemApi(context: WxContext): Api {
  const manager = fileSystemOf(context);
  return {
    getFileSystemManager: () => ({ ...context.standIns.of('FileSystemManager'), ...manager }),
    saveFile: context.caller.api('saveFile', ({ tempFilePath }) => {
      const { saveFileSync } = manager as { saveFileSync(path: unknown): string };
      return { savedFilePath: saveFileSync(tempFilePath) };
    }),
  };
}
