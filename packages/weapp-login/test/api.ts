import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ProblemCode,
  problems,
  problemType,
  type SessionSummary,
  type User,
} from '../src/index.ts';

/** A request as the server received it. */
export interface Received {
  route: string;
  /** JSON, or the fields of a form. */
  body: { code?: string; nickname?: string; avatar?: File } | undefined;
  token: string | undefined;
  idempotencyKey: string | undefined;
}

type Reply = (response: ServerResponse) => void;

export const json =
  (status: number, body: unknown, type = 'application/json'): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));

export const problem = (code: ProblemCode, headers: Record<string, string> = {}): Reply => {
  const { status, title } = problems[code];
  const body = { type: problemType(code), code, title, status, requestId: 'request-1' };
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'application/problem+json', ...headers })
      .end(JSON.stringify(body));
};

export const html =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>nginx</h1>');

/** Ends the connection without an answer. */
export const hangUp: Reply = (response) => response.destroy();

/** Leaves the request without an answer. */
export const silence: Reply = () => undefined;

export const person = {
  id: 'user-1',
  appId: 'wx0123456789abcdef',
  openid: 'openid-of-li',
  createdAt: '2025-01-01T00:00:00.000Z',
  lastLoginAt: '2025-01-31T01:05:00.000Z',
};

/** The session of a token; here, the token is its id as well. */
export const sessionOf = (token: string, current: boolean): SessionSummary => ({
  id: token,
  current,
  ...(current && { device: 'iPhone' }),
  createdAt: '2025-01-31T01:05:00.000Z',
  lastSeenAt: '2025-01-31T01:05:00.000Z',
  expiresAt: '2025-03-01T00:00:00.000Z',
});

/**
 * A server on a port of its own that keeps the contract, and answers as a test tells it where the test cares.
 */
export async function startApi() {
  const received: Received[] = [];
  /** The token of each open session. */
  const tokens = new Set<string>();
  const answered = new Map<string, unknown>();
  const api = {
    received,
    tokens,
    user: { ...person } as User,
    /** How many sessions one answer has. */
    pageSize: 20,
    /** Decides about a request instead of the server; undefined leaves it to the server. */
    script: (_: Received): Reply | undefined | Promise<Reply | undefined> => undefined,
    baseUrl: '',
    count: (route: string) => received.filter((request) => request.route === route).length,
    /** Makes the server carry the request out, whatever becomes of the answer. */
    carryOut,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function carryOut({ route, body, token, idempotencyKey }: Received): Reply {
    if (route === 'POST /login') {
      const code = body?.code ?? '';
      const attempt = `${code} ${idempotencyKey}`;
      if (!answered.has(attempt)) {
        if ([...answered.keys()].some((used) => used.startsWith(`${code} `))) {
          return problem('code-rejected');
        }
        const issued = `token-${answered.size + 1}`;
        tokens.add(issued);
        answered.set(attempt, {
          token: issued,
          expiresAt: '2025-03-01T00:00:00.000Z',
          user: api.user,
        });
      }
      return json(200, answered.get(attempt));
    }
    if (!token || !tokens.has(token)) return problem('session-required');
    if (route === 'GET /me') return json(200, { user: api.user });
    if (route === 'POST /me/phone') {
      if (body?.code !== 'phone-code') return problem('phone-code-rejected');
      api.user.phoneNumber = '13800138000';
      return json(200, { user: api.user });
    }
    if (route === 'DELETE /me') {
      tokens.clear();
      return (response) => response.writeHead(204).end();
    }
    if (route === 'DELETE /me/phone' || route === 'DELETE /me/avatar') {
      delete api.user[route === 'DELETE /me/phone' ? 'phoneNumber' : 'avatarUrl'];
      return json(200, { user: api.user });
    }
    if (route === 'PUT /me/profile' && body?.nickname === '') {
      delete api.user.nickname;
      return json(200, { user: api.user });
    }
    if (route === 'PUT /me/profile' && body?.nickname) {
      api.user.nickname = body.nickname;
      return json(200, { user: api.user });
    }
    if (route === 'POST /me/avatar' && body?.avatar) {
      api.user.avatarUrl = `/avatars/${body.avatar.name}`;
      return json(200, { user: api.user });
    }
    const { pathname, searchParams } = new URL(route.slice('GET '.length), 'http://api.test');
    if (route.startsWith('GET /') && pathname === '/sessions') {
      const start = Number(searchParams.get('cursor') ?? 0);
      const sessions = [...tokens].map((open) => sessionOf(open, open === token));
      const next = start + api.pageSize;
      return json(200, {
        sessions: sessions.slice(start, next),
        ...(next < sessions.length && { nextCursor: String(next) }),
      });
    }
    const revoked =
      route.startsWith('DELETE /sessions/') && route.slice('DELETE /sessions/'.length);
    if (route === 'POST /logout' || route === 'DELETE /sessions' || revoked) {
      for (const open of route === 'DELETE /sessions' ? tokens : [revoked || token]) {
        tokens.delete(open);
      }
      return (response) => response.writeHead(204).end();
    }
    return problem('not-found');
  }

  const server = createServer(async (incoming, response) => {
    const request = await receive(incoming);
    received.push(request);
    const reply = (await api.script(request)) ?? carryOut(request);
    reply(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;
}

async function receive(incoming: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    route: `${incoming.method} ${incoming.url}`,
    body: await bodyOf(Buffer.concat(chunks), incoming.headers['content-type'] ?? ''),
    token: incoming.headers.authorization?.replace(/^Bearer /, ''),
    idempotencyKey: incoming.headers['idempotency-key']?.toString(),
  };
}

async function bodyOf(bytes: Buffer<ArrayBuffer>, type: string): Promise<Received['body']> {
  if (bytes.length === 0) return undefined;
  if (!type.startsWith('multipart/form-data')) return JSON.parse(bytes.toString());
  return Object.fromEntries(
    await new Response(bytes, { headers: { 'content-type': type } }).formData(),
  );
}
