import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCommand } from '../packages/express/src/process/command-line.ts';
import { readDockerfile, variablesOf } from './dockerfile.ts';
import { read } from './repository-files.ts';

const guide = read('docs/guides/backup.md');
/** The lines of all shell blocks of a column. */
const linesOf = (column: string) =>
  [
    ...(guide.split(/\n(?=## )/).find((part) => part.startsWith(`## ${column}\n`)) ?? '').matchAll(
      /```sh\n([\s\S]*?)```/g,
    ),
  ]
    .flatMap(([, block = '']) => block.split('\n'))
    .filter(Boolean);
const titlesOf = (column: string) =>
  [
    ...(guide.split(/\n(?=## )/).find((part) => part.startsWith(`## ${column}\n`)) ?? '').matchAll(
      /^### (.+)$/gm,
    ),
  ].map(([, title]) => title);

/** The server's own commands in a line, with file names in place of variables. */
const serverCommands = (lines: string[]) =>
  lines.flatMap((line) =>
    [...line.matchAll(/(?:dist\/main\.js|^run) (?!")(.+?)(?: [<>].*)?$/g)].map(([, args = '']) =>
      args.split(' '),
    ),
  );

test('each column has each task', () => {
  const tasks = ['Back up', 'Restore', 'Change a secret', 'Upgrade', 'Roll back'];
  expect(titlesOf('With containers')).toEqual(tasks);
  expect(titlesOf('With systemd')).toEqual(tasks);
  expect(titlesOf('By hand')).toEqual([
    'Back up',
    'Restore',
    'Back up PostgreSQL',
    'Restore PostgreSQL',
    'Change a secret',
    'Upgrade and roll back',
  ]);
});

test.each(['With containers', 'With systemd', 'By hand'])(
  '%s: the server knows its commands',
  (column) => {
    const commands = serverCommands(linesOf(column));
    expect(new Set(commands.map(([name]) => name))).toEqual(
      new Set(['backup', 'restore', 'reencrypt']),
    );
    for (const command of commands) expect(readCommand(command), command.join(' ')).toBeDefined();
  },
);

describe('with containers', () => {
  const compose = parse(read('deploy/compose.yaml'));
  const lines = linesOf('With containers').filter((line) => /\bcompose /.test(line));
  const dataDir = variablesOf(readDockerfile(read('deploy/Dockerfile'))).DATA_DIR;

  test('the services exist, the database needs no port outside, and no sqlite3 is called', () => {
    const services = lines.flatMap((line) => {
      const [, command = '', rest = ''] = /compose (exec|run|stop|start|up) (.*)$/.exec(line) ?? [];
      const words = rest.split(' ').filter((word) => word && !word.startsWith('-'));
      return ['exec', 'run'].includes(command) ? words.slice(0, 1) : words;
    });
    expect(services.length).toBeGreaterThan(8);
    expect(services.filter((name) => !Object.hasOwn(compose.services, name))).toEqual([]);
    expect(guide).not.toMatch(/\bsqlite3 /);
  });

  test('user, database and data folder are those of the compose file and of the image', () => {
    const { POSTGRES_USER, POSTGRES_DB } = compose.services.postgres.environment;
    for (const line of lines.filter((line) => line.includes(' postgres '))) {
      expect(line).toContain(`--username=${POSTGRES_USER}`);
      expect(line).toMatch(new RegExp(`--dbname=${POSTGRES_DB}\\b|custom ${POSTGRES_DB} `));
    }
    const folders = lines.flatMap((line) =>
      [...line.matchAll(/(?:=| )(\/\w+)/g)].map(([, f]) => f),
    );
    expect(new Set(folders)).toEqual(new Set([dataDir]));
    expect(compose.services.server.volumes).toContain(`data:${dataDir}`);
  });

  test('an interactive terminal is asked for by none: each may run from cron', () => {
    const inside = lines.filter((line) => /compose (exec|run)/.test(line));
    expect(inside.filter((line) => !line.includes(' -T '))).toEqual([]);
  });
});

test('with systemd: settings, folder, program and service are those of the unit', () => {
  const unit = read('deploy/weapp-login.service');
  const text = linesOf('With systemd').join('\n');
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
  expect(text).toContain(`--property=EnvironmentFile=${value('EnvironmentFile')}`);
  // %S is /var/lib: https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html#Specifiers
  const folder = `/var/lib/${value('StateDirectory')}`;
  expect(value('Environment')).toContain(`DATA_DIR=%S/${value('StateDirectory')}`);
  expect(text).toContain(`--setenv=DATA_DIR=${folder} `);
  expect(value('Environment')).toContain('NODE_ENV=production');
  const program = value('ExecStart').replace('--enable-source-maps ', '');
  expect(text.replace(/ \\\n +/g, ' ')).toContain(`${program} "$@"`);
  const services = [...text.matchAll(/systemctl \w+ (\S+)/g)].map(([, name]) => name);
  expect(new Set(services)).toEqual(new Set(['weapp-login']));
  // What root restores belongs to root.
  expect(text).toMatch(
    /run restore .*\n(.*\n)?chown --recursive --reference=\S+ \S+\nsystemctl start/,
  );
  expect(text.match(/\/opt\/\S+\/current/g)?.length).toBeGreaterThan(2);
});
