import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What a script asks of the file system, in order, as Node itself traces it. */
async function traced(script: string): Promise<string[]> {
  const trace = path.join(folder, 'trace.json');
  const module = path.join(folder, 'durable-file.mjs');
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'durable-file.ts')],
    outfile: module,
    format: 'esm',
    platform: 'node',
  });
  const program = `
    const files = await import(${JSON.stringify(pathToFileURL(module).href)});
    const [base] = process.argv.slice(1);
    const content = { bytes: Buffer.from('x'), mode: 0o600 };
    ${script}
  `;
  await promisify(execFile)(process.execPath, [
    '--trace-event-categories=node.fs.sync,node.fs.async',
    `--trace-event-file-pattern=${trace}`,
    ...['--input-type=module', '-e', program, path.join(folder, 'base')],
  ]);
  interface Event {
    name: string;
    ph: string;
    args: Record<string, string>;
  }
  const { traceEvents } = JSON.parse(readFileSync(trace, 'utf8')) as { traceEvents: Event[] };
  const began = traceEvents.filter(({ ph }) => ph === 'b' || ph === 'B');
  const lines = began.map(({ name, args }) => {
    const paths = Object.values(args).map((value) => path.relative(folder, value));
    return [name.replace('fs.sync.', ''), ...paths].join(' ').replace(/[\da-f]{12}/g, '…');
  });
  // Node reads the module, which the script begins with.
  const first = lines.findLastIndex((line) => line.includes('durable-file.mjs'));
  return lines
    .slice(first + 1)
    .filter((line) => /^(open|write|fsync|rename|link|unlink|mkdir)\b/.test(line));
}

/** Without what Node itself opens meanwhile, which blocks and has no path in the trace. */
const withPaths = (lines: string[]) => lines.filter((line) => line !== 'open');

describe('comes to the disk, name and all:', () => {
  beforeEach(() => mkdirSync(path.join(folder, 'base')));

  test('a file that is written', async () => {
    const lines = withPaths(await traced("await files.writeFile(base + '/f', content);"));
    expect(lines).toEqual([
      'open base/f.….part',
      'write',
      'fsync',
      'rename base/f.….part base/f',
      'open base',
      'fsync',
    ]);
  });

  test('a file that is created', async () => {
    const lines = withPaths(await traced("await files.createFile(base + '/f', content);"));
    expect(lines).toEqual([
      'open base/f.….part',
      'write',
      'fsync',
      'link base/f.….part base/f',
      'unlink base/f.….part',
      'open base',
      'fsync',
    ]);
  });

  test('a file that is deleted', async () => {
    writeFileSync(path.join(folder, 'base', 'f'), '');
    const lines = withPaths(await traced("await files.deleteFile(base + '/f');"));
    expect(lines).toEqual(['unlink base/f', 'open base', 'fsync']);
  });

  test('a folder that is made, and those above it', async () => {
    const lines = await traced(
      "files.makeFolder(base + '/a/b'); await files.syncFolder(base + '/a/b');",
    );
    // Of what blocks, the trace tells no path.
    expect(lines.slice(lines.indexOf('mkdir'))).toEqual([
      'mkdir',
      ...['open', 'fsync'],
      ...['open', 'fsync'],
      ...['open base/a/b', 'fsync'],
    ]);
  });

  test('an existing folder, even one created by another process', async () => {
    const lines = await traced('files.makeFolder(base);');
    expect(lines.slice(lines.indexOf('mkdir'))).toEqual(['mkdir', 'open', 'fsync']);
  });
});
