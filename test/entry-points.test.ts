import { describe, expect, test } from 'vitest';
import { files, read } from './repository-files.ts';

/** What runs in a server or on a phone. */
const sources = files(
  'packages/{weapp-login,wechat-api,express}/src/**/*.ts',
  'apps/{server,miniprogram}/src/**/*.ts',
).filter((file) => !/\.(test|contract)\.ts$/.test(file));
const code = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

/** Each use by its pattern, and where else it may be, with the reason. */
const rules: [what: string, use: (text: string) => boolean, exceptions: readonly string[]][] = [
  [
    'environment variables and arguments are read',
    (text) => /process\.(env|argv)\b/.test(text),
    ['packages/express/src/process/run-program.ts'],
  ],
  [
    'ports are opened',
    (text) => /\.listen\(/.test(text),
    ['packages/express/src/process/start-server.ts'],
  ],
  [
    'the time of day is asked for, other than as the default of an option',
    (text) => /\bDate\.now\(\)|\bnew Date\(\)/.test(text),
    ['packages/express/src/process/'],
  ],
  [
    'random numbers are drawn, other than as the default of an option',
    (text) =>
      /Math\.random\(\)/.test(text) ||
      (/import \{[^}]*\brandom\w+[^}]*\} from 'node:crypto'/.test(text) &&
        /(?<![.\w])random(Bytes|Int|UUID)\(/.test(text)),
    [
      // Names of drafts, which only must not collide.
      'packages/express/src/disk/durable-file.ts',
      // A phone has no crypto; the key only tells two attempts apart.
      'packages/weapp-login/src/wx/create-session.ts',
    ],
  ],
];

describe.each(rules)('only in the places that CONTRIBUTING.md names, %s', (_, use, exceptions) => {
  const used = sources.filter((file) => use(code(file)));

  test('and nowhere else', () => {
    const allowed = (file: string) => exceptions.some((one) => file.startsWith(one));
    expect(used.filter((file) => !allowed(file))).toEqual([]);
  });

  test('and each of those places is one', () => {
    const idle = exceptions.filter((one) => !used.some((file) => file.startsWith(one)));
    expect(idle).toEqual([]);
  });
});

test('what starts a timer stops it, or ends with it', () => {
  const starts = (text: string, name: string) => new RegExp(`(?<![.\\w])set${name}\\(`).test(text);
  const unstopped = sources.filter((file) =>
    ['Timeout', 'Interval'].some((name) => {
      const text = code(file);
      return starts(text, name) && !text.includes(`clear${name}(`);
    }),
  );
  expect(unstopped).toEqual([
    // The delay before a worker is started again; a server that ends cancels it with its process.
    'packages/express/src/process/cluster/supervise-workers.ts',
    // The delay between two tries of wx.login.
    'packages/weapp-login/src/wx/create-session.ts',
  ]);
});

test('tests are beside what they test, or in a folder test/ of their package', () => {
  const tests = files('**/*.{test,spec}.{ts,tsx}');
  expect(tests.length).toBeGreaterThan(150);
  const misplaced = tests.filter(
    (file) =>
      !/^(packages|apps|examples)\/[^/]+\/(src|build|test)\//.test(file) &&
      !/^(test|e2e)\/[^/]+$/.test(file) &&
      !/^examples\/.*\.test\.ts$/.test(file),
  );
  expect(misplaced).toEqual([]);
  expect(files('**/__tests__/**', '**/*.spec.ts')).toEqual([]);
  const orphans = tests
    .filter((file) => /^packages\/[^/]+\/src\//.test(file))
    .filter((file) => {
      const folder = file.slice(0, file.lastIndexOf('/'));
      return files(`${folder}/*.{ts,tsx}`).every((other) => /\.test\.tsx?$/.test(other));
    });
  expect(orphans).toEqual([]);
});
