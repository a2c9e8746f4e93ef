import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvFileError, readEnvFiles } from './index.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'env-files-'));
  file = path.join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

function read(content: string | Buffer, env: Record<string, string> = {}) {
  writeFileSync(file, content);
  return readEnvFiles({ env, files: [file] });
}

function faultsOf(content: string | Buffer): readonly string[] {
  try {
    read(content);
  } catch (error) {
    if (error instanceof EnvFileError) return error.faults;
    throw error;
  }
  return [];
}

describe('reads', () => {
  test.each([
    ['a byte order mark before the first name', '\uFEFFA=1\nB=2', { A: '1', B: '2' }],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['comments and empty lines', '# one\n\n  # two\nA=1 # three', { A: '1' }],
    ['export', 'export A=1', { A: '1' }],
    ['spaces around the sign', 'A = 1', { A: '1' }],
    ['quotes, and a # inside of them', `A='x#y'\nB="a b" # c`, { A: 'x#y', B: 'a b' }],
    ['a line break in double quotes', 'A="x\\ny"', { A: 'x\ny' }],
    ['a value with signs of its own', 'A=postgres://u:p@h/d?a=b', { A: 'postgres://u:p@h/d?a=b' }],
    ['the same value twice', 'A=1\nA=1', { A: '1' }],
  ])('%s', (_, content, values) => expect(read(content).values).toEqual(values));

  test('a missing file as an empty one', () => {
    const files = [path.join(folder, 'none'), path.join(folder, 'none', '.env')];
    expect(readEnvFiles({ env: { A: '1' }, files })).toMatchObject({
      values: { A: '1' },
      read: [],
    });
  });

  test('the environment before the file, and reports where each came from', () => {
    const {
      values,
      sources,
      read: found,
    } = read('A=file\nB=file\nC=\nD=file', {
      A: 'env',
      D: '',
    });
    expect(values).toEqual({ A: 'env', B: 'file', C: '', D: '' });
    expect([...sources]).toEqual([
      ['A', 'environment'],
      ['B', file],
    ]);
    expect(found).toEqual([file]);
  });

  test('the first file before the next', () => {
    const next = path.join(folder, 'next');
    writeFileSync(file, 'A=first');
    writeFileSync(next, 'A=next\nB=next');
    const { values, sources } = readEnvFiles({ env: {}, files: [file, next] });
    expect(values).toEqual({ A: 'first', B: 'next' });
    expect(sources.get('B')).toBe(next);
  });
});

describe('refuses, naming the path', () => {
  test.each([
    ['UTF-16 with its mark', utf16('\uFEFFA=secret\n')],
    ['UTF-16 without it', utf16('A=secret\n')],
    ['UTF-16 in the other order', utf16('\uFEFFA=secret\n').swap16()],
    ['GBK', Buffer.from([0x41, 0x3d, 0xce, 0xa2, 0xd0, 0xc5])],
  ])('%s', (_, content) => {
    const [fault] = faultsOf(content);
    expect(fault).toContain(`${file} is not UTF-8`);
    expect(fault).not.toContain('secret');
  });

  test.each([
    ['a colon for the sign', 'X=1\nA: secret', ':2: is not NAME=value'],
    ['a name alone', 'A\nB=2', ':1: is not NAME=value'],
    ['an assignment of the Windows shell', 'set A=secret', ':1: is not NAME=value'],
    ['no name', '=secret', ':1: is not NAME=value'],
    ['a quote that stays open', 'A="secret', ':1: A has an opening quote'],
    ['more after the quote', "A='secret'x", ':1: A has an opening quote'],
    ['a # that would cut the value', 'A=sec#ret', ':1: A has a # in its value'],
    ['two values of one name', 'A=secret\nA=other', ':2: A is set twice'],
  ])('%s', (_, content, fault) => {
    const faults = faultsOf(content);
    expect(faults).toEqual([expect.stringContaining(`${file}${fault}`)]);
    expect(faults.join()).not.toMatch(/secret|sec#ret/);
  });

  test('every fault at once', () => expect(faultsOf('A\nB\nC=1')).toHaveLength(2));

  test('a folder in place of the file', () => {
    mkdirSync(file);
    expect(() => readEnvFiles({ env: {}, files: [file] })).toThrow(
      `${file} is a folder, not a file`,
    );
  });
});
