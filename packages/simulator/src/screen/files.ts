import type { GivenFile } from '../consent.ts';
import { base64Of } from './request-body.ts';

/** Files of the mini program by their path, those that the platform handed over and those of its own; gone when it is closed. */
export interface Files {
  /** @returns the path, as the platform writes it for temporary files */
  add(file: GivenFile): string;
  put(path: string, file: GivenFile): void;
  get(path: string): GivenFile | undefined;
  /** @returns whether there was one */
  remove(path: string): boolean;
  paths(): string[];
  /** An address from which the browser loads it. */
  urlOf(path: string): string | undefined;
}

export function createFiles(): Files {
  const files = new Map<string, GivenFile>();
  let added = 0;
  return {
    add(file) {
      added += 1;
      const path = `http://tmp/${added}.${file.type.split('/')[1] ?? 'bin'}`;
      files.set(path, file);
      return path;
    },
    put: (path, file) => void files.set(path, file),
    get: (path) => files.get(path),
    remove: (path) => files.delete(path),
    paths: () => [...files.keys()],
    urlOf(path) {
      const file = files.get(path);
      return file && `data:${file.type};base64,${base64Of(file.bytes)}`;
    },
  };
}
