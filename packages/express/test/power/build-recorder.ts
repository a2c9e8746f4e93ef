import { execFileSync } from 'node:child_process';
import path from 'node:path';

/**
 * Compiles recorder.c into a folder.
 * @returns the path of the library
 * @throws where there is no C compiler
 */
export function buildRecorder(folder: string): string {
  const library = path.join(folder, 'recorder.so');
  const source = path.join(import.meta.dirname, 'recorder.c');
  const flags = ['-O2', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-pthread'];
  try {
    execFileSync('cc', [...flags, '-o', library, source, '-ldl'], { stdio: 'inherit' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error('pnpm check:power needs a C compiler: install gcc, with the headers of libc');
  }
  return library;
}
