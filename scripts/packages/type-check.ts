import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Consumer } from './consumer.ts';

/** The oldest TypeScript that is supported, and the newest. */
export const typescripts = { 'typescript-5': '5.9.3', 'typescript-7': '7.0.2' };

const resolutions = {
  nodenext: { module: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/** Programs that use the packages; each has lines that must not compile, so that no type can be `any`. */
const programs = path.join(import.meta.dirname, 'consumers');

/** Programs that need optional packages. The others are checked without. */
const optional = { programs: /-optional\.ts$/, packages: ['prom-client', '@opentelemetry/api'] };

/** Installs the packages with each TypeScript, and checks the programs with each in each way to resolve modules. */
export async function typeCheck(consumer: Consumer, names: readonly string[]): Promise<void> {
  const compilers = Object.entries(typescripts).map(
    ([name, version]) => `${name}@npm:typescript@${version}`,
  );
  const files = readdirSync(programs);
  await consumer.run('npm', 'install', '@types/node@20', ...compilers, ...names);
  await check(
    consumer,
    files.filter((file) => !optional.programs.test(file)),
  );
  await consumer.run('npm', 'install', ...optional.packages);
  await check(consumer, files);
}

async function check(consumer: Consumer, files: readonly string[]): Promise<void> {
  for (const program of files)
    consumer.write(program, readFileSync(path.join(programs, program), 'utf8'));
  for (const [resolution, options] of Object.entries(resolutions)) {
    const compilerOptions = {
      ...options,
      target: 'es2023',
      lib: ['es2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      types: ['node'],
      // Without it, a type that is missing becomes any in silence.
      skipLibCheck: false,
    };
    const settings = JSON.stringify({ compilerOptions, include: ['*.ts'] });
    consumer.write(`tsconfig.${resolution}.json`, settings);
    for (const typescript of Object.keys(typescripts))
      await consumer.run(
        process.execPath,
        path.join('node_modules', typescript, 'bin/tsc'),
        '-p',
        `tsconfig.${resolution}.json`,
      );
  }
}
