import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html: 1 MB a key, 10 MB in all, in characters here. */
const keyLimit = 1024 * 1024;
const totalLimit = 10 * keyLimit;

/** Kept by the browser, for each AppID and person, as the platform keeps them apart. */
export function storageApi({ host, manifest, caller }: WxContext): Api {
  const { storage } = host;
  const prefix = `${manifest.appId}:${host.settings.personId}:`;
  const keys = () =>
    Array.from({ length: storage.length }, (_, index) => storage.key(index) as string)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  function requireStorage(): void {
    if (host.settings.storageBroken) throw new WxFailure('internal error');
  }
  const textAt = (key: string) => storage.getItem(prefix + key);
  const size = () => keys().reduce((sum, key) => sum + (textAt(key)?.length ?? 0), 0);

  function get(key: unknown): unknown {
    requireStorage();
    const text = textAt(checkedKey(key));
    return text === null ? undefined : unpack(text);
  }
  function set(key: unknown, data: unknown): void {
    requireStorage();
    const text = pack(data);
    if (host.settings.storageFull) throw new WxFailure('exceed storage max size 10Mb');
    if (text.length > keyLimit) throw new WxFailure('entry size limit reached');
    if (size() - (textAt(checkedKey(key))?.length ?? 0) + text.length > totalLimit)
      throw new WxFailure('exceed storage max size 10Mb');
    try {
      storage.setItem(prefix + key, text);
    } catch {
      throw new WxFailure('the browser has no more room');
    }
  }
  const remove = (key: unknown) => {
    requireStorage();
    storage.removeItem(prefix + checkedKey(key));
  };
  const clear = () => {
    requireStorage();
    for (const key of keys()) storage.removeItem(prefix + key);
  };
  const info = () => {
    requireStorage();
    return {
      keys: keys(),
      currentSize: Math.ceil(size() / 1024),
      limitSize: totalLimit / 1024,
    };
  };
  const sync = <Result>(name: string, perform: () => Result): Result => {
    try {
      return perform();
    } catch (error) {
      throw new Error(`${name}:fail ${(error as Error).message}`);
    }
  };

  return {
    getStorageSync: (key: unknown) => sync('getStorageSync', () => get(key) ?? ''),
    setStorageSync: (key: unknown, data: unknown) => sync('setStorageSync', () => set(key, data)),
    removeStorageSync: (key: unknown) => sync('removeStorageSync', () => remove(key)),
    clearStorageSync: () => sync('clearStorageSync', clear),
    getStorageInfoSync: () => sync('getStorageInfoSync', info),
    getStorage: caller.api('getStorage', ({ key }) => {
      const data = get(key);
      if (data === undefined) throw new WxFailure('data not found');
      return { data };
    }),
    setStorage: caller.api('setStorage', ({ key, data }) => void set(key, data)),
    removeStorage: caller.api('removeStorage', ({ key }) => void remove(key)),
    clearStorage: caller.api('clearStorage', () => void clear()),
    getStorageInfo: caller.api('getStorageInfo', info),
  };
}

function checkedKey(key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new WxFailure('parameter error: parameter.key should be String');
}

/** JSON alone would turn a Date into a string and undefined into nothing. */
function pack(data: unknown): string {
  const type = Object.prototype.toString.call(data).slice(8, -1);
  if (type === 'Function' || type === 'Symbol')
    throw new WxFailure(`parameter error: a ${type} can't be stored`);
  return JSON.stringify({ type, data: type === 'Undefined' ? '' : data });
}

function unpack(text: string): unknown {
  const { type, data } = JSON.parse(text) as { type: string; data: unknown };
  return type === 'Date' ? new Date(String(data)) : data;
}
