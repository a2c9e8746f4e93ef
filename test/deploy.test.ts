import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { settings } from '../packages/express/src/process/settings/settings.ts';
import { problems } from '../packages/weapp-login/src/index.ts';
import { internalPaths, publicPattern } from '../scripts/public-addresses.ts';
import { readDockerfile, variablesOf } from './dockerfile.ts';
import { read } from './repository-files.ts';

const secretName = /SECRET|PASSWORD|TOKEN|PRIVATE|_KEY/;
/** A version down to the patch, with or without the system it runs on: what is pulled today is pulled tomorrow. */
const pinned = /^[\w./-]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$/;

describe('the Dockerfile', () => {
  const instructions = readDockerfile(read('deploy/Dockerfile'));
  const variables = variablesOf(instructions);
  const keywords = instructions.map(({ keyword }) => keyword);
  const lastStage = instructions.slice(keywords.lastIndexOf('FROM'));
  const argumentsOf = (name: string, among = instructions) =>
    among.filter(({ keyword }) => keyword === name).map(({ rest }) => rest);
  const commands = argumentsOf('RUN');

  test('builds on a Node release that is named to the patch, and that the suite runs on', () => {
    const images = argumentsOf('FROM').map((rest) =>
      rest.replace(/ AS .*/, '').replace(/\$\{(\w+)\}/g, (_, name) => variables[name] ?? ''),
    );
    for (const image of images) expect(image).toMatch(pinned);
    const tested = parse(read('.github/workflows/ci.yml')).jobs.check.strategy.matrix.node;
    expect(tested).toContain(Number(images.at(-1)?.match(/^node:(\d+)/)?.[1]));
  });

  test('installs what it installs by exact version, with the pnpm of the repository', () => {
    const installed = commands.flatMap((command) =>
      [...command.matchAll(/npm install --global .*?(\S+@\S+)/g)].map(([, name]) => name),
    );
    const [manager] = JSON.parse(read('package.json')).packageManager.split('+');
    expect(installed).toEqual([manager]);
    expect(commands.join('\n')).toMatch(/pnpm install --frozen-lockfile/);
    expect(commands.join('\n')).not.toMatch(/\b(apt-get|apk|curl|wget|sudo)\b/);
  });

  test('takes files with COPY alone, from what Dockerfile.dockerignore lets in', () => {
    expect(keywords).not.toContain('ADD');
    const rules = read('deploy/Dockerfile.dockerignore').split('\n');
    expect(rules.filter((line) => line && !line.startsWith('#'))[0]).toBe('*');
    expect(rules).toEqual(expect.arrayContaining(['**/.env*', '**/node_modules', '**/data']));
  });

  test('has no secret among its variables', () => {
    const names = Object.keys(variables);
    expect(names).toContain('NODE_ENV');
    expect(names.filter((name) => secretName.test(name))).toEqual([]);
  });

  test('runs as a user who is not root, in absolute folders, without a shell in between', () => {
    expect(argumentsOf('USER', lastStage)).toEqual(['node']);
    for (const folder of argumentsOf('WORKDIR')) expect(folder).toMatch(/^\//);
    expect(argumentsOf('CMD').map((command) => command[0])).toEqual(['[']);
  });

  test('asks /readyz for its health, with nothing but Node', () => {
    expect(argumentsOf('HEALTHCHECK').join()).toMatch(/CMD \["node", .*\/readyz/);
  });
});

interface Service {
  image: string;
  build?: unknown;
  ports?: string[];
  environment: Record<string, string>;
  healthcheck?: unknown;
  networks: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  privileged?: boolean;
}

describe('the compose file', () => {
  const text = read('deploy/compose.yaml');
  const compose = parse(text);
  const services = Object.entries(compose.services as Record<string, Service>);

  test.each(services)('%s has no right that it does not need', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    });
    expect(service).not.toHaveProperty('privileged');
    expect(JSON.stringify(service)).not.toContain('docker.sock');
  });

  test.each(services)('%s is built here or pinned, and is checked', (_name, service) => {
    if (service.build) return;
    expect(service.image).toMatch(pinned);
    expect(service.healthcheck).toBeDefined();
  });

  test('only Caddy is reached from outside, and the database reaches nothing', () => {
    expect(services.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['caddy']);
    expect(compose.services.postgres.networks).toEqual(['inside']);
    expect(compose.networks.inside.internal).toBe(true);
  });

  test('every secret comes from .env, and .env.example names exactly what must be set', () => {
    const needed = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const named = [...read('deploy/.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...new Set(needed)].sort()).toEqual(named.sort());
    for (const [, { environment }] of services)
      for (const [name, value] of Object.entries(environment))
        if (secretName.test(name)) expect(value).toMatch(/^\$\{\w+:\?[^}]*\}$/);
  });
});

test('every variable that is given to the server is one that it reads', () => {
  const compose = parse(read('deploy/compose.yaml')).services.server.environment;
  const instructions = readDockerfile(read('deploy/Dockerfile'));
  const image = variablesOf(instructions.filter(({ keyword }) => keyword === 'ENV'));
  const unit = read('deploy/weapp-login.service').match(/^Environment=(.*)$/m)?.[1] ?? '';
  const given = [
    ...Object.keys(compose),
    ...Object.keys(image),
    ...[...unit.matchAll(/(\w+)=/g)].map(([, name]) => name),
  ];
  expect(given).toContain('DATABASE_URL');
  // Without it, every caller has the address of the proxy, and shares its limit.
  expect(given.filter((name) => name === 'TRUST_PROXY')).toHaveLength(2);
  expect(given.filter((name) => !Object.hasOwn(settings, name ?? ''))).toEqual([]);
});

describe('the systemd unit', () => {
  const unit = read('deploy/weapp-login.service');

  test('runs as a user of its own with no rights, and with no secret in it', () => {
    for (const line of [
      'DynamicUser=yes',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'ProtectSystem=strict',
      'ProtectHome=yes',
      'PrivateDevices=yes',
      'RestrictNamespaces=yes',
    ])
      expect(unit.split('\n')).toContain(line);
    expect(unit).not.toMatch(/^Environment=.*(SECRET|PASSWORD|TOKEN)/m);
  });

  test('starts what the image starts', () => {
    const command = readDockerfile(read('deploy/Dockerfile')).find(
      ({ keyword }) => keyword === 'CMD',
    );
    const args: string[] = JSON.parse(command?.rest ?? '[]').slice(1);
    const inUnit = unit.match(/^ExecStart=\/usr\/bin\/node (.*)$/m)?.[1];
    expect(inUnit?.replace('/opt/weapp-login/current/', '').split(' ')).toEqual(args);
  });
});

describe.each(['deploy/Caddyfile', 'deploy/nginx.conf'])('%s', (file) => {
  test('lets pass the paths of the contract and the public pages, and no others', () => {
    expect(read(file)).toContain(publicPattern);
  });

  test('answers the rest as the server would', () => {
    const [, body = ''] = /['`](\{.*"not-found".*\})['`]/.exec(read(file)) ?? [];
    const { status, title } = problems['not-found'];
    expect(JSON.parse(body)).toEqual({
      type: '/docs/problems#not-found',
      code: 'not-found',
      title,
      status,
    });
  });
});

test('what is internal is not among what proxies let pass', () => {
  expect(internalPaths.filter((path) => new RegExp(publicPattern).test(path))).toEqual([]);
});
