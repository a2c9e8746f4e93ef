import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, read } from './repository-files.ts';

/** Which packages each package may import: the architecture. A package that is missing here fails the suite. */
const arrows: Record<string, { source: string[]; tests?: string[] }> = {
  'packages/weapp-login': { source: [] },
  'packages/fake-wechat': { source: [] },
  'packages/env-files': { source: [] },
  'packages/create': { source: [] },
  'packages/wechat-api': { source: [], tests: ['@weapp-login/fake-wechat'] },
  'packages/express': {
    source: [
      '@weapp-login/env-files',
      '@weapp-login/wechat-api',
      'weapp-login',
      'weapp-login/schemas',
    ],
    // By its own name: what its entries load, and the examples of its README and of a store.
    tests: ['@weapp-login/express', '@weapp-login/fake-wechat'],
  },
  'packages/doctor': {
    source: [
      '@weapp-login/env-files',
      '@weapp-login/express',
      '@weapp-login/wechat-api',
      'weapp-login',
    ],
    tests: ['@weapp-login/fake-wechat'],
  },
  'packages/simulator': { source: ['@weapp-login/env-files', '@weapp-login/fake-wechat'] },
  'packages/shared': { source: ['weapp-login', 'weapp-login/schemas'] },
  'apps/miniprogram': {
    source: ['@weapp-login/shared', 'weapp-login/wx'],
    tests: ['@weapp-login/fake-wechat', '@weapp-login/simulator', 'weapp-login/test'],
  },
  'apps/server': {
    source: ['@weapp-login/express', '@weapp-login/shared'],
    tests: ['@weapp-login/fake-wechat'],
  },
  e2e: {
    source: [],
    tests: [
      '@weapp-login/express',
      '@weapp-login/fake-wechat',
      '@weapp-login/simulator',
      'weapp-login',
    ],
  },
  'examples/web-client': {
    source: ['weapp-login', 'weapp-login/fetch'],
    tests: ['@weapp-login/express', '@weapp-login/fake-wechat'],
  },
};

/** Which packages each folder of programs may import, by name or by path. */
const programs: Record<string, string[]> = {
  scripts: [
    'doctor',
    'env-files',
    'express',
    'fake-wechat',
    'shared',
    'simulator',
    'weapp-login',
    'wechat-api',
  ],
  bench: ['express', 'fake-wechat'],
};

/**
 * The folders inside a package, and the files beside them, the lowest first: each imports only what stands above it here. A
 * package without an entry is held to have no circle between its folders.
 */
const layers: Record<string, string[]> = {
  'packages/express/src': [
    'peers',
    'disk',
    'schedule',
    'connections',
    'fast',
    'store',
    'store.ts',
    'request',
    'file-store',
    'suite',
    'store-suite.ts',
    'sealing',
    'wechat',
    'session',
    'limits',
    'http',
    'openapi',
    'user',
    'user-data',
    'messages',
    'moves',
    'login',
    'cloud-hosting',
    'health',
    'metrics',
    'metrics.ts',
    'tracing',
    'docs',
    'handlers.ts',
    'options.ts',
    'own-routes.ts',
    'weapp-login.ts',
    'process',
    'process.ts',
    'diagnostics.ts',
    'index.ts',
  ],
  'packages/simulator/src': [
    'album',
    'regions.ts',
    'text.ts',
    'places.ts',
    'browser-code.ts',
    'pages.ts',
    'same-origin.ts',
    'consent.ts',
    'mini-program',
    'build',
    'phone-options.ts',
    'people',
    'phone-protocol.ts',
    'request',
    'controls',
    'phone',
    'screen',
    'automation',
    'flow',
    'page',
    'developer',
    'simulator.ts',
    'start.ts',
    'testing',
    'index.ts',
    'dev',
    'command-line.ts',
    'main.ts',
    'cli.ts',
  ],
  'packages/weapp-login/src': [
    'base-library.ts',
    'blank.ts',
    'limits.ts',
    'problem.ts',
    'define-routes.ts',
    'text.ts',
    'avatar-file.ts',
    'route-call.ts',
    'schemas.ts',
    'routes.ts',
    'client',
    'index.ts',
    'fetch',
    'wx',
  ],
  'packages/wechat-api/src': [
    'constant-time.ts',
    'errcodes.ts',
    'errors.ts',
    'parse-json.ts',
    'undici',
    'well-formed-text.ts',
    'change-openid.ts',
    'code2session.ts',
    'message-push',
    'phone-number.ts',
    'read-response.ts',
    'transport-failure.ts',
    'transport.ts',
    'user-data',
    'api-call.ts',
    'session-key.ts',
    'access-token',
    'circuit-breaker',
    'wechat-client.ts',
    'create-wechat-client.ts',
    'index.ts',
  ],
};

const packages = files('{apps,packages,examples}/*/package.json', 'e2e/package.json').map(
  path.posix.dirname,
);
const isTest = (file: string) => /\.test\.tsx?$|\.contract\.ts$|(^|\/)(test|e2e)\//.test(file);

/** Without comments, whose examples import too. */
const importsOf = (file: string) =>
  [
    ...read(file)
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(/(?:from|import\(?)\s*['"]([^'"]+)['"]/g),
  ].map(([, specifier]) => specifier as string);

/** The files that a file imports by path, from the root of the repository. */
const filesImportedBy = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name));

test('every package has its place in the architecture', () => {
  expect(packages.filter((folder) => !Object.hasOwn(arrows, folder))).toEqual([]);
});

/** Someone who makes the repository theirs deletes some of it. */
const isThere = ([folder]: [string, unknown]) => files(`${folder}/**/*.ts`).length > 0;

describe.each(Object.entries(arrows).filter(isThere))('%s', (folder, { source, tests = [] }) => {
  const sources = files(`${folder}/**/*.{ts,tsx}`);

  test('has source files', () => expect(sources.length).toBeGreaterThan(0));

  test('imports only what the architecture allows', () => {
    const refused = sources.flatMap((file) => {
      const allowed = isTest(file) ? [...source, ...tests] : source;
      return importsOf(file)
        .filter((name) => /^(@weapp-login\/|weapp-login(\/|$))/.test(name))
        .filter((name) => !allowed.some((one) => name === one || name.startsWith(`${one}/`)))
        .map((name) => `${file} imports ${name}`);
    });
    expect(refused).toEqual([]);
  });

  test('reaches into no other package by path', () => {
    const refused = sources.flatMap((file) =>
      filesImportedBy(file)
        .filter((target) => !target.startsWith(`${folder}/`))
        .map((target) => `${file} imports ${target}`),
    );
    expect(refused).toEqual([]);
  });
});

test.each(Object.entries(programs).filter(isThere))(
  '%s imports only its packages',
  (folder, allowed) => {
    const sources = files(`${folder}/**/*.{ts,tsx,cjs,mjs,js}`);
    expect(sources.length).toBeGreaterThan(0);
    const refused = sources.flatMap((file) => {
      const byPath = filesImportedBy(file)
        .map((target) => /^(?:packages|apps|examples|e2e)\/?[^/]*/.exec(target)?.[0])
        .filter((target) => target !== undefined);
      const byName = importsOf(file)
        .map((name) => /^(?:@weapp-login\/)([^/]+)|^(weapp-login)(?:\/|$)/.exec(name))
        .filter((found) => found !== null)
        .map(([, scoped, plain]) => `packages/${scoped ?? plain}`);
      return [...byPath, ...byName]
        .filter((target) => !allowed.some((name) => target === `packages/${name}`))
        .map((target) => `${file} imports ${target}`);
    });
    expect(refused).toEqual([]);
  },
);

// The root of a package's source is src/, or the package itself where it has none.
const roots = [...Object.keys(arrows), 'bench']
  .filter((folder) => isThere([folder, undefined]))
  .map((folder) => (files(`${folder}/src/**/*.{ts,tsx}`).length > 0 ? `${folder}/src` : folder));

/** The folders of a package's source that have folders in them. */
const foldersBelow = (root: string) =>
  [...new Set(files(`${root}/*/**/*.{ts,tsx}`).flatMap((file) => foldersAbove(file, root)))].sort();

function foldersAbove(file: string, root: string): string[] {
  const folder = path.posix.dirname(file);
  const parent = path.posix.dirname(folder);
  return folder === root ? [] : [parent, ...foldersAbove(folder, root)];
}

test.each(roots.flatMap(foldersBelow))('%s has no circle that a folder is in', (folder) => {
  const circles = circlesOf(crossingIn(folder)).filter((circle) => circle.some(isFolder));
  expect(circles).toEqual([]);
});

test.each(Object.entries(layers))('%s has no arrow upwards between its folders', (root, order) => {
  const crossing = crossingIn(root);
  expect(crossing.length).toBeGreaterThan(0);
  const units = new Set(crossing.flatMap(({ from, to }) => [from, to]));
  expect([...units].filter((unit) => !order.includes(unit))).toEqual([]);
  const upwards = crossing.filter(({ from, to }) => order.indexOf(to) > order.indexOf(from));
  expect(upwards.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

/** The imports that leave their folder, or a file beside the folders, for another within the same package. */
function crossingIn(root: string) {
  const unitOf = (file: string) => file.slice(root.length + 1).split('/')[0] as string;
  return files(`${root}/**/*.{ts,tsx}`)
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      filesImportedBy(file)
        .filter((target) => target.startsWith(`${root}/`) && unitOf(target) !== unitOf(file))
        .map((target) => ({ file, target, from: unitOf(file), to: unitOf(target) })),
    );
}

const isFolder = (unit: string) => !/\.tsx?$/.test(unit);

/** The groups of units that reach each other, each sorted. */
function circlesOf(imports: readonly { from: string; to: string }[]): string[][] {
  const units = [...new Set(imports.map(({ from }) => from))].sort();
  const reach = new Map(units.map((unit) => [unit, reachedFrom(unit)]));
  const circles = units.map((unit) =>
    units.filter((other) => reach.get(unit)?.has(other) && reach.get(other)?.has(unit)),
  );
  return circles.filter((circle, index) => circle[0] === units[index]);

  function reachedFrom(start: string): Set<string> {
    const reached = new Set<string>();
    const due = [start];
    for (let unit = due.pop(); unit !== undefined; unit = due.pop())
      for (const { from, to } of imports)
        if (from === unit && !reached.has(to)) {
          reached.add(to);
          due.push(to);
        }
    return reached;
  }
}

test('finds a circle, and no other', () => {
  const imports = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'c', to: 'a' },
    { from: 'd', to: 'a' },
  ];
  expect(circlesOf(imports)).toEqual([['a', 'b', 'c']]);
});
