import type { GivenFile } from '../consent.ts';
import { base64Of } from './wx/request-body.ts';

/** Files that the platform handed to the mini program, by their path; gone when it is closed. */
export interface Files {
  /** @returns the path, as the platform writes it for temporary files */
  add(file: GivenFile): string;
  get(path: string): GivenFile | undefined;
  /** An address from which the browser loads it. */
  urlOf(path: string): string | undefined;
}

export function createFiles(): Files {
  const files = new Map<string, GivenFile>();
  return {
    add(file) {
      const path = `http://tmp/${files.size + 1}.${file.type.split('/')[1] ?? 'bin'}`;
      files.set(path, file);
      return path;
    },
    get: (path) => files.get(path),
    urlOf(path) {
      const file = files.get(path);
      return file && `data:${file.type};base64,${base64Of(file.bytes)}`;
    },
  };
}
