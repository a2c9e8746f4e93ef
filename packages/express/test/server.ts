import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startFakeWechat, touristApp } from '@weapp-login/fake-wechat';
import type { LoginResponse, Problem } from 'weapp-login';
import { loginResponseSchema, problemSchema } from 'weapp-login/schemas';
import { openFileStore } from '../src/file-store/open-file-store.ts';
import { noLimits } from '../src/limits/change-limits.ts';
import { createMetrics } from '../src/metrics/metrics.ts';
import { createLog } from '../src/process/log.ts';
import { type ServerOptions, startServer } from '../src/process/start-server.ts';
import { openStore } from '../src/store/location/open-store.ts';
import { expectMatchesOpenapi } from './expect-matches-openapi.ts';
import { collectSecrets } from './secrets.ts';

export const appId = touristApp.appId;
export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

/** The server and a fake WeChat on ports of their own, with a clock that stands still until it is moved. */
export async function startTestServer(changes: Partial<ServerOptions> = {}) {
  const fake = await startFakeWechat();
  const clock = { now: Date.UTC(2030, 0, 1) };
  const log = { text: '' };
  const secrets = collectSecrets();
  const metrics = createMetrics();
  const folder = await mkdtemp(path.join(tmpdir(), 'weapp-login-test-'));
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    apps: [touristApp],
    sessionKeySecrets: ['a secret that is long enough for tests'],
    wechatApiUrl: fake.url,
    wechatTimeouts: { connectMs: 500, totalMs: 1_000 },
    limits: noLimits,
    store: openStore({ file: ':memory:' }),
    files: openFileStore({ folder }, { now: () => clock.now }),
    now: () => clock.now,
    randomBytes,
    metrics,
    log: createLog({
      level: 'trace',
      now: () => clock.now,
      destination: {
        write(line) {
          log.text += line;
        },
      },
    }),
    ...changes,
  });

  /** Every answer is held to the API's own description. */
  async function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(`${server.url}${path}`, { method, ...init });
    await expectMatchesOpenapi(method, path, response);
    if (path === '/login' && response.status === 200)
      secrets.add(((await response.clone().json()) as { token: string }).token);
    return response;
  }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    request('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  function codeOf(personId: string): string {
    const code = fake.issueCode({ personId, appId });
    secrets.add(code);
    return code;
  }

  return {
    url: server.url,
    fake,
    clock,
    log,
    request,
    post,
    codeOf,
    /** The lines of the log so far. */
    logLines: (): Record<string, unknown>[] =>
      log.text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    get: (path: string, token?: string) =>
      request('GET', path, token === undefined ? {} : { headers: bearer(token) }),
    async login(personId: string): Promise<LoginResponse> {
      const response = await post('/login', { code: codeOf(personId) });
      return loginResponseSchema.parse(await response.json());
    },
    async close() {
      await server.close();
      for (const { id: personId } of fake.people)
        secrets.add(fake.sessionKeyOf({ personId, appId }));
      secrets.expectNoneIn({ log: log.text, metrics: await metrics.registry.metrics() });
      await fake.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** The body of a response that must be a problem. */
export const problemOf = async (response: Response): Promise<Problem> =>
  problemSchema.parse(await response.json());
