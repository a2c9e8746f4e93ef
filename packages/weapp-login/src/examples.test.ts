import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startApi } from '../test/api.ts';
import { createPhone } from '../test/phone.ts';
import * as fetchEntry from './fetch/index.ts';
import * as contract from './index.ts';
import * as wxEntry from './wx/index.ts';

let api: Awaited<ReturnType<typeof startApi>>;

beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.close());

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8');

/** The first TypeScript block of a README. */
const readmeExample = (file: string) => /```ts\n(.*?)```/s.exec(read(file))?.[1] ?? '';

/** The example in the docstring of an exported function. */
function docExample(file: string, name: string): string {
  const before = read(file).split(new RegExp(`^export function ${name}\\b`, 'm'))[0] ?? '';
  const doc = before.slice(before.lastIndexOf('/**'));
  const lines = /@example\n \* ```ts\n(.*?) \* ```/s.exec(doc)?.[1] ?? '';
  return lines.replaceAll(/^ \* ?/gm, '');
}

/**
 * Runs an example against a server of this machine.
 * @param scope what it imports, and what its surroundings give it
 * @returns the value of a name that it declares
 */
async function run(code: string, scope: object, name: string): Promise<unknown> {
  const script = code
    .replaceAll(/^import [^;]*;\n/gm, '')
    .replaceAll('<typeof schemas>', '')
    .replaceAll('https://api.example.com', api.baseUrl);
  const names = Object.keys(scope);
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  return AsyncFunction(...names, `${script}\nreturn ${name};`)(...Object.values(scope));
}

const person = { openid: 'openid-of-li' };
const inPhone = () => ({ ...contract, ...wxEntry, wx: createPhone().wx });
const elsewhere = { ...contract, ...fetchEntry, code: 'code-1', getCode: async () => 'code-2' };

test('the example of the README logs in', async () => {
  const code = readmeExample('../README.md');
  expect(code).toContain('weapp-login/wx');
  expect(await run(code, inPhone(), 'user')).toMatchObject(person);
});

test.each([
  ['wx/create-session.ts', 'createSession', inPhone],
  ['fetch/create-session.ts', 'createSession', () => elsewhere],
  ['fetch/create-client.ts', 'createClient', () => elsewhere],
])('the example of %s runs', async (file, name, scope) => {
  expect(await run(docExample(file, name), scope(), 'user')).toMatchObject(person);
});

test.each([
  ['define-routes.ts', 'defineRoutes', 'ownRoutes', { orders: { path: '/orders' } }],
  ['problem.ts', 'defineProblems', 'ownProblems', { 'sold-out': { status: 409 } }],
  ['client/define-words.ts', 'defineWords', 'words', { en: { title: 'Orders' } }],
])('the example of %s runs', async (file, name, declared, expected) => {
  const scope = { ...contract, ...wxEntry, z };
  expect(await run(docExample(file, name), scope, declared)).toMatchObject(expected);
});
