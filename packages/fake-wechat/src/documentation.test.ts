import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startFake } from '../test/fake.ts';
import { createControlRoutes } from './controls/control-routes.ts';
import { defaultApps } from './index.ts';
import { errmsgs } from './protocol/errcodes.ts';
import { createFailureScript, failureSchema } from './state/failures.ts';
import { createPlatformState } from './state/platform-state.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = (pattern: RegExp) =>
  [...readme.matchAll(pattern)].map(([, key = '', value = '']) => [key, value]);

test('the README lists every errcode with its text', () => {
  expect(Object.fromEntries(rows(/^\| (-?\d+) +\| `(.+?)` +\|/gm))).toEqual(errmsgs);
});

test('the README lists every failure that can be scripted', () => {
  const listed = rows(/^\| `\{ kind: '(\w+)'/gm).map(([kind]) => kind);
  expect(listed).toEqual(failureSchema.options.map(({ shape }) => shape.kind.value));
});

test('the README lists every control', async () => {
  const fake = await startFake();
  const state = createPlatformState({ apps: [], people: [], now: Date.now });
  const controls = createControlRoutes({ fake, failures: createFailureScript(), state });
  const served = Object.entries(controls).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method, path]),
  );
  expect(rows(/^\| `([A-Z]+) (\/__fake\/[\w-]+)`/gm)).toEqual(served);
});

test('the README gives the AppSecret of every default app', () => {
  expect(rows(/^\| `(\w+)` +\| `([0-9a-f]{32})` +\|/gm)).toEqual(
    defaultApps.map(({ appId, appSecret }) => [appId, appSecret]),
  );
});
