// `pnpm check:proxy`: starts each installed proxy of deploy/, first in front of a small server to see what arrives, then
// in front of the real one to see what clients get.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBaseUrl } from '../packages/doctor/src/check-base-url.ts';
import { pathOf, type Route, type RouteName, routes } from '../packages/weapp-login/src/index.ts';
import { leaksOf, sendTarget } from './check-spellings.ts';
import { proxies, type ReverseProxy } from './proxies.ts';
import { internalPaths, spellingsOf } from './public-addresses.ts';
import { runRealServer } from './run-real-server.ts';

const token = 'a-token-that-no-log-may-hold';

const freePort = async () => {
  const server = http.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const isInstalled = (command: string) => {
  try {
    execFileSync(command, [command === 'nginx' ? '-v' : 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

let faults = 0;
const report = (what: string, holds: boolean, seen: unknown) => {
  if (!holds) faults++;
  process.stdout.write(
    `  ${holds ? '✓' : '✗'} ${what}${holds ? '' : `: ${JSON.stringify(seen)}`}\n`,
  );
};

async function check(proxy: ReverseProxy) {
  const folder = mkdtempSync(path.join(tmpdir(), 'check-proxy-'));
  // Started as root, nginx runs its workers as another user, who needs access to its temporary files.
  chmodSync(folder, 0o755);
  const arrived: http.IncomingMessage[] = [];
  const upstream = http.createServer((req, res) => {
    arrived.push(req);
    req.resume();
    req.on('end', () =>
      res
        .writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '7' })
        .end('{}'),
    );
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as AddressInfo;
  const ports = { http: await freePort(), https: await freePort(), upstream: port };
  const { args, env } = proxy.prepare(folder, ports);
  const child = spawn(proxy.command, args, { env: { ...process.env, ...env }, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });

  const call = async (url: string, options: https.RequestOptions = {}, body = '') => {
    const client = url.startsWith('https:') ? https : http;
    const request = client.request(url, { agent: false, timeout: 5_000, ...options });
    request.end(body);
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
      request.on('timeout', () => request.destroy(new Error('no answer')));
    });
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };

  try {
    const secure = `https://localhost:${ports.https}`;
    const ca = await certificateOf(
      proxy,
      folder,
      () => call(`http://localhost:${ports.http}/`),
      child,
    );

    // Caddy creates the site's certificate only then.
    for (let tries = 0; tries < 100; tries++) {
      if (await call(`${secure}/`, { ca }).catch(() => undefined)) break;
      await sleep(100);
    }
    arrived.length = 0;
    const plain = await call(`http://localhost:${ports.http}/me`);
    report(
      'plain HTTP is redirected to HTTPS',
      /^30[18]$/.test(String(plain.status)),
      plain.status,
    );
    report('and does not reach the server', arrived.length === 0, arrived.length);
    // Security level 0, or the client itself would refuse.
    const old = await call(secure, {
      ca,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    }).catch((error: Error) => error.message);
    report('TLS below 1.2 is refused', /alert protocol version/.test(String(old)), old);

    const referer = 'https://servicewechat.com/wx0123456789abcdef/7/page-frame.html';
    const options = {
      method: 'POST',
      ca,
      headers: {
        Authorization: `Bearer ${token}`,
        'Idempotency-Key': 'an-attempt',
        'Content-Type': 'application/json',
        Referer: referer,
        'X-Request-Id': 'chosen-by-the-caller',
        'X-Forwarded-For': '203.0.113.9',
        'X-Forwarded-Proto': 'http',
      },
    };
    const answer = await call(`${secure}/login`, options, '{"code":"a code"}');
    const { headers = {} as http.IncomingHttpHeaders, url } = arrived[0] ?? {};
    const kept = {
      referer,
      authorization: `Bearer ${token}`,
      'idempotency-key': 'an-attempt',
      'content-type': 'application/json',
      'content-length': '17',
    };
    report('a request over TLS reaches the server at its path', url === '/login', url);
    for (const [name, value] of Object.entries(kept))
      report(`${name} arrives as it was sent`, headers[name] === value, headers[name]);
    const from = headers['x-forwarded-for'];
    report(
      'x-forwarded-for is the address of the caller alone',
      /^(127\.0\.0\.1|::1)$/.test(String(from)),
      from,
    );
    report(
      'x-forwarded-proto says https',
      headers['x-forwarded-proto'] === 'https',
      headers['x-forwarded-proto'],
    );
    report('host is the site', /^localhost(:\d+)?$/.test(headers.host ?? ''), headers.host);
    const id = String(headers['x-request-id']);
    report('x-request-id is made by the proxy', /^(?!chosen)[\w.-]{8,64}$/.test(id), id);
    report(
      'a problem comes back as the server sent it',
      answer.status === 503 &&
        answer.headers['content-type'] === 'application/problem+json' &&
        answer.headers['retry-after'] === '7' &&
        answer.body === '{}',
      answer,
    );

    const picture = 'x'.repeat(1024 * 1024 + 1024);
    const { status: taken } = await call(`${secure}/me/avatar`, { method: 'POST', ca }, picture);
    report('a picture of 1 MB reaches the server', taken === 503, taken);

    const before = arrived.length;
    const internal = await Promise.all(
      internalPaths.map((path) => call(`${secure}${path}`, { ca })),
    );
    report(
      'metrics and health are not for the internet',
      arrived.length === before && internal.every(({ status }) => status === 404),
      internal,
    );
    for (const spelling of internalPaths.flatMap(spellingsOf))
      await sendTarget({ port: ports.https, ca }, spelling);
    const passed = arrived.splice(before).map(({ url }) => url);
    report('however their paths are spelled', passed.length === 0, passed);

    if (proxy.waitsForServer) {
      await new Promise((resolve) => {
        upstream.close(resolve);
        upstream.closeAllConnections();
      });
      // Without a body: with one, Caddy waits only since 2.11.4, the version in compose.yaml.
      const waiting = call(`${secure}/me`, { ca, headers: { Authorization: `Bearer ${token}` } });
      await sleep(1_000);
      upstream.listen(port, '127.0.0.1');
      const { status } = await waiting;
      report('a request that comes while the server restarts waits for it', status === 503, status);
      report('and reaches it once', arrived.length === before + 1, arrived.length - before);
    }

    await new Promise((resolve) => {
      upstream.close(resolve);
      upstream.closeAllConnections();
    });
    const server = await runRealServer(port);
    try {
      const leaks = await leaksOf({ port: ports.https, ca });
      report(
        'no spelling of an internal path is answered by the server',
        leaks.length === 0,
        leaks,
      );
      for (const name of Object.keys(routes) as RouteName[]) {
        const route: Route = routes[name];
        const { method } = route;
        const path = pathOf(route, { path: { id: 'an-id' } });
        const { status, body } = await call(`${secure}${path}`, { method, ca });
        // The server's own problems have a request id.
        const reached = /"requestId"/.test(body) && status !== 404;
        report(`${method} ${routes[name].path} reaches the server`, reached, { status, body });
      }
      for (const path of ['/docs', '/docs/problems', '/docs/page.js', '/openapi.json']) {
        const { status } = await call(`${secure}${path}`, { ca });
        report(`GET ${path} is public`, status === 200, status);
      }
      const results = await checkBaseUrl({
        version: 'develop',
        baseUrl: secure,
        production: true,
        now: Date.now,
        ca: ca.toString(),
      });
      report(
        'every check of the doctor passes',
        // Caddy's internal CA, which phones don't trust, issues certificates valid for hours.
        results.every(({ status, fix }) => status === 'passed' || fix === 'renew it'),
        results,
      );
    } finally {
      await server.close();
    }
  } catch (error) {
    report(`it answers (${String(error)})`, false, output);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve));
    upstream.close();
    upstream.closeAllConnections();
    const log = path.join(folder, 'weapp-login.log');
    const logged = output + (proxy.command === 'nginx' ? readFileSync(log, 'utf8') : '');
    report('the log has the request', logged.includes('/login'), logged);
    report('and not its token', !logged.includes(token) && !logged.includes('an-attempt'), logged);
    rmSync(folder, { recursive: true });
  }
}

/** Waits until the proxy responds. */
async function certificateOf(
  proxy: ReverseProxy,
  folder: string,
  answers: () => Promise<unknown>,
  child: ChildProcess,
) {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries++) {
    try {
      await answers();
      return readFileSync(proxy.certificate(folder));
    } catch {
      await sleep(100);
    }
  }
  throw new Error('it does not start');
}

process.stdout.write('the server alone\n');
const alone = await runRealServer(0);
const leaks = await leaksOf({ port: Number(new URL(alone.url).port) });
report('an internal path has one spelling', leaks.length === 0, leaks);
await alone.close();

const installed = proxies.filter(({ command }) => isInstalled(command));
if (installed.length === 0) {
  process.stderr.write('Install caddy or nginx first: apt-get install caddy nginx\n');
  process.exitCode = 1;
}
for (const proxy of installed) {
  process.stdout.write(`${proxy.command}\n`);
  await check(proxy);
}
if (faults > 0) process.exitCode = 1;
