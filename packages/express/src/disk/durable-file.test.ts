import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  checkFolder,
  createFile,
  deleteFile,
  deleteLeftovers,
  makeFolder,
  writeFile,
} from './durable-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-file-'));
  file = path.join(folder, 'file');
});
afterEach(() => rmSync(folder, { recursive: true }));

const content = (text: string) => ({ bytes: Buffer.from(text), mode: 0o600 });
const bytesOf = (letter: string) => ({ bytes: Buffer.alloc(1024 * 1024, letter), mode: 0o600 });

describe('writing a file', () => {
  test('takes the place of the one before, with the mode that is asked for', async () => {
    await writeFile(file, content('old'));
    await writeFile(file, content('new'));
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(process.platform === 'win32' || statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('by many at once leaves the whole of one, and no other file', async () => {
    const letters = [...'abcdefghijkl'];
    await Promise.all(letters.map((letter) => writeFile(file, bytesOf(letter))));
    const text = readFileSync(file, 'utf8');
    expect(text).toBe((text[0] ?? '').repeat(1024 * 1024));
    expect(readdirSync(folder)).toEqual(['file']);
  });

  test('is never seen half done', async () => {
    await writeFile(file, bytesOf('a'));
    let writing = true;
    const written = Promise.all([...'bcdef'].map((letter) => writeFile(file, bytesOf(letter))));
    void written.then(() => {
      writing = false;
    });
    let looks = 0;
    for (; writing; looks++) {
      const bytes = readFileSync(file);
      expect(bytes.length).toBe(1024 * 1024);
      expect(bytes[0]).toBe(bytes.at(-1));
      await new Promise(setImmediate);
    }
    expect(looks).toBeGreaterThan(1);
  });

  test('that fails leaves what was there, and nothing else', async () => {
    mkdirSync(file);
    writeFileSync(path.join(file, 'inside'), 'kept');
    await expect(writeFile(file, content('new'))).rejects.toThrow();
    expect(readdirSync(folder)).toEqual(['file']);
    expect(readFileSync(path.join(file, 'inside'), 'utf8')).toBe('kept');
  });
});

test('a file is created by one of many, and keeps what that one wrote', async () => {
  await Promise.all([...'abcdefgh'].map((letter) => createFile(file, bytesOf(letter))));
  const text = readFileSync(file, 'utf8');
  expect(text).toBe((text[0] ?? '').repeat(1024 * 1024));
  await createFile(file, content('too late'));
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readdirSync(folder)).toEqual(['file']);
});

test('a file that is not there is deleted to no effect, its folder too', async () => {
  await expect(deleteFile(file)).resolves.toBeUndefined();
  await expect(deleteFile(path.join(folder, 'a', 'b'))).resolves.toBeUndefined();
});

test('a folder is made with all that is missing above it, for its user alone', () => {
  const made = path.join(folder, 'a', 'b');
  makeFolder(made);
  makeFolder(made);
  expect(process.platform === 'win32' || statSync(made).mode & 0o777).toBe(0o700);
});

test('leftovers are what has the name of one and is old', async () => {
  const names = ['a.0123456789ab.part', 'b.0123456789ab.part', 'c.part', 'd'];
  for (const name of names) {
    writeFileSync(path.join(folder, name), '');
    if (name[0] !== 'b') utimesSync(path.join(folder, name), 1, 1);
  }
  expect(await deleteLeftovers(folder, { before: 2_000 })).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(names.slice(1));
});

test('a folder that takes files passes the check, and has nothing more in it', async () => {
  await checkFolder(folder);
  expect(readdirSync(folder)).toEqual([]);
  await expect(checkFolder(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
});

/** What node:fs has for looking only. */
const readers = new Set([
  ...[
    'existsSync',
    'readFileSync',
    'readdirSync',
    'statSync',
    'statfsSync',
    'lstatSync',
    'realpathSync',
  ],
  ...['readFile', 'readdir', 'stat', 'lstat', 'realpath', 'watch', 'FileHandle'],
]);

test('nothing else in the server writes a file', () => {
  const source = path.resolve(import.meta.dirname, '..');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.[cm]?[jt]sx?$/.test(name) && !/\.(test|contract)\.ts$/.test(name),
  );
  expect(files.length).toBeGreaterThan(100);
  const writers: string[] = [];
  for (const name of files) {
    const text = readFileSync(path.join(source, name), 'utf8');
    const imports = [...text.matchAll(/^(.*)['"](?:node:)?fs(?:\/promises)?['"]/gm)].map(
      ({ index }) => text.slice(text.lastIndexOf('import', index + 10), index + 200),
    );
    for (const statement of imports) {
      const [, list] = /^import (?:type )?\{([^}]*)\} from/.exec(statement) ?? [];
      const names = list?.split(',').map((part) => part.trim().replace(/^type /, '')) ?? ['all'];
      if (names.some((one) => one !== '' && !readers.has(one))) writers.push(name);
    }
    if (/getBuiltinModule|process\.binding|createWriteStream/.test(text)) writers.push(name);
  }
  expect([...new Set(writers)]).toEqual(['disk/durable-file.ts']);
});
