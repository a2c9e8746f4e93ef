import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Consumer } from './consumer.ts';

/** The oldest TypeScript that is supported, and the newest. */
export const typescripts = { 'typescript-5': '5.9.3', 'typescript-7': '7.0.2' };

const resolutions = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Writes the program of scripts/packages/consumers that uses a package, and the settings to check it with. */
export function writeTypedConsumer(consumer: Consumer, name: string): void {
  const program = path.join(import.meta.dirname, 'consumers', `${name}.ts`);
  consumer.write('consumer.ts', readFileSync(program, 'utf8'));
  for (const [resolution, options] of Object.entries(resolutions)) {
    const compilerOptions = {
      ...options,
      target: 'es2023',
      lib: ['es2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: ['node'],
      skipLibCheck: false,
    };
    const settings = { compilerOptions, files: ['consumer.ts'] };
    consumer.write(`tsconfig.${resolution}.json`, JSON.stringify(settings));
  }
}

/** Checks it with each TypeScript in each way to resolve modules. */
export async function typeCheck(consumer: Consumer): Promise<void> {
  for (const typescript of Object.keys(typescripts))
    for (const resolution of Object.keys(resolutions))
      await consumer.run(
        process.execPath,
        path.join('node_modules', typescript, 'bin/tsc'),
        '-p',
        `tsconfig.${resolution}.json`,
      );
}
