import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Child, type Command, root } from './child.ts';
import { request, unique } from './generator.ts';

export const scratch = mkdtempSync(path.join(tmpdir(), 'weapp-login-bench-'));
const contender = (file: string) => path.join(root, 'bench/contenders', file);
export const certificate = path.join(root, 'packages/wechat-api/test/localhost.cert.pem');
export const certificateKey = path.join(root, 'packages/wechat-api/test/localhost.key.pem');

const node = (file: string, env: Record<string, string> = {}): Command => ({
  file: process.execPath,
  args: [contender(file)],
  env: { NODE_ENV: 'production', ...env },
});

/** A participant in a comparison. */
export interface Contender {
  name: string;
  command: Command;
  /** Prepares the requests to measure, and what they need, such as a session. */
  requests(child: Child): Promise<string[]>;
}

const installed = (program: string, ...args: string[]): string | undefined => {
  try {
    return execFileSync(program, args, { stdio: 'pipe' }).toString().trim();
  } catch {
    return undefined;
  }
};
export const goVersion = installed('go', 'version');
export const redisVersion = installed('redis-server', '--version');
// wrk prints its version only with its usage, and exits with an error.
export const wrkVersion = installed('sh', '-c', 'command -v wrk');

/** The stand-in for code2Session. */
export function wechat(options: { protocol: string; latencyMs: number }): Command {
  const env = {
    PROTOCOL: options.protocol,
    LATENCY_MS: String(options.latencyMs),
    TLS_CERT: certificate,
    TLS_KEY: certificateKey,
  };
  return goVersion ? { file: goBinary('go-wechat'), env } : node('wechat.js', env);
}

export const redis: Command = {
  file: 'sh',
  args: ['-c', `exec redis-server --port $PORT --bind 127.0.0.1 --save '' --dir ${scratch}`],
};

export const canned = node('canned.js');
export const nodeHttp = node('node-http.js');

/** Whether anything listens there; for servers without HTTP. */
export const tcp = (url: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('error', reject).once('connect', () => resolve(socket.destroy()));
  });

const bare = async () => [request('GET', '/me')];

/** Contenders that verify a session on `GET /me`, and baselines that don't. */
export const readers = (options: {
  redisUrl: string | undefined;
  wechatUrl: string;
}): Contender[] => [
  { name: 'node:http, no check', command: nodeHttp, requests: bare },
  { name: 'weapp-login', command: ours(options), requests: loggedIn },
  {
    name: 'weapp-login, no log line',
    command: ours({ ...options, env: { LOG_LEVEL: 'silent' } }),
    requests: loggedIn,
  },
  { name: stock, command: stockExpress(options), requests: loggedIn },
  { name: 'Fastify, no check', command: node('fastify.js'), requests: bare },
  { name: 'Express, no check', command: node('express.js'), requests: bare },
  {
    name: options.redisUrl
      ? 'express-session, Redis'
      : 'express-session, files (no redis-server here)',
    command: node('express-session.js', {
      DATA_DIR: path.join(scratch, 'express-session'),
      ...(options.redisUrl && { REDIS_URL: options.redisUrl }),
    }),
    requests: withCookie,
  },
  { name: 'better-auth, memory', command: node('better-auth.js'), requests: withCookie },
  {
    name: 'passport-jwt, KeyObject',
    command: node('passport-jwt.js', { KEY: 'KeyObject' }),
    requests: withToken,
  },
  {
    name: 'passport-jwt, string key',
    command: node('passport-jwt.js'),
    requests: withToken,
  },
];

/** Contenders that exchange a code. */
export const exchangers = (wechatUrl: string): Contender[] => [
  {
    name: 'weapp-login, durable session, as the phone sends it',
    command: ours({ wechatUrl }),
    requests: keyedLogins,
  },
  {
    name: 'weapp-login, durable session, without Idempotency-Key',
    command: ours({ wechatUrl }),
    requests: logins,
  },
  { name: stock, command: stockExpress({ wechatUrl }), requests: keyedLogins },
  ...(goVersion
    ? [
        {
          name: 'Go, keeps nothing',
          command: { file: goBinary('go-login'), env: wechatEnv(wechatUrl) },
          requests: logins,
        },
      ]
    : []),
  {
    name: 'Express and axios, keeps nothing',
    command: node('express-axios.js', wechatEnv(wechatUrl)),
    requests: logins,
  },
];

const wechatEnv = (wechatUrl: string) => ({
  WECHAT_API_URL: wechatUrl,
  WECHAT_APP_ID: 'touristappid',
  WECHAT_APP_SECRET: 'fa4efa4efa4efa4efa4efa4efa4efa4e',
  NODE_EXTRA_CA_CERTS: certificate,
  SSL_CERT_FILE: certificate,
});

/** Our built server, with its own database. */
export const ours = (options: { wechatUrl: string; env?: Record<string, string> }): Command => ({
  file: process.execPath,
  args: [path.join(root, 'apps/server/dist/main.js')],
  env: {
    ...wechatEnv(options.wechatUrl),
    // In production, WeChat must be https, which not every section uses.
    NODE_ENV: 'development',
    DATA_DIR: mkdtempSync(path.join(scratch, 'ours-')),
    // Counted but never exceeded.
    LIMITS: 'login.address=100000000,login.person=100000000',
    ...options.env,
  },
});

/** The router in a stock Express. */
const stock = 'stock Express with weapp-login';
const stockExpress = ({ wechatUrl }: { wechatUrl: string }): Command => ({
  file: process.execPath,
  args: ['--import', import.meta.resolve('tsx'), contender('stock-express.ts')],
  env: { ...wechatEnv(wechatUrl), DATA_DIR: mkdtempSync(path.join(scratch, 'stock-')) },
});

const goBuilt = new Set<string>();
function goBinary(name: string): string {
  const file = path.join(scratch, name);
  if (!goBuilt.has(name))
    execFileSync('go', ['build', '-o', file, `./${name}`], { cwd: contender('.') });
  goBuilt.add(name);
  return file;
}

/** Many users, so that no single one is always cached. */
export async function loggedIn({ url }: Child): Promise<string[]> {
  const tokens = Array.from({ length: 1000 }, async (_, person) => {
    const answer = await postJson(`${url}/login`, { code: `person-${person}` });
    return ((await answer.json()) as { token: string }).token;
  });
  return (await Promise.all(tokens)).map((token) =>
    request('GET', '/me', { headers: { Authorization: `Bearer ${token}` } }),
  );
}

async function withCookie({ url }: Child): Promise<string[]> {
  const answer = await fetch(`${url}/session`);
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return [request('GET', '/me', { headers: { Cookie: cookies.join('; ') } })];
}

async function withToken({ url }: Child): Promise<string[]> {
  const { token } = (await (await fetch(`${url}/session`)).json()) as { token: string };
  return [request('GET', '/me', { headers: { Authorization: `Bearer ${token}` } })];
}

/** Every code is valid: half the logins are a user's first, as long as there are new users. */
export const logins = async (_child?: Child, headers: Record<string, string> = {}) => {
  const run = randomBytes(6).toString('hex');
  return Array.from({ length: 20_000 }, (_, person) =>
    request('POST', '/login', {
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ code: `0${run}${person}` }),
    }),
  );
};

/** With the Idempotency-Key of the mini program, new for each login. */
export const keyedLogins = (child: Child) =>
  logins(child, { 'Idempotency-Key': `${randomBytes(12).toString('hex')}${unique}` });

const postJson = (url: string, body: unknown) =>
  fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
