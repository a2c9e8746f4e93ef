import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** What callers saw. */
export interface Seen {
  requests: number;
  /** Answers other than the one that was due, and requests without an answer. */
  failed: string[];
  logins: number;
  /** Sessions that were lost without being ended. */
  lost: number;
}

/** So many sessions are kept open and asked for again and again, to the end. */
const mostKept = 2_000;

/**
 * People who log in, look at their sessions, and sometimes log out, each by itself and one request after another, until
 * the signal aborts. Every response must be the expected one.
 */
export async function runCallers(options: {
  url: string;
  /** A new code of wx.login. */
  code: () => string;
  count: number;
  signal: AbortSignal;
  seen: Seen;
}): Promise<void> {
  const { url, code, count, signal, seen } = options;
  const agent = new http.Agent({ keepAlive: true });
  const kept: string[] = [];

  const call = (method: string, path: string, headers: Record<string, string>, body = '') =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      http
        .request(`${url}${path}`, {
          method,
          agent,
          signal: AbortSignal.timeout(20_000),
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        })
        .on('response', (res) =>
          text(res).then(
            (answer) => resolve({ status: res.statusCode ?? 0, body: answer }),
            reject,
          ),
        )
        .on('error', reject)
        .end(body);
    });

  async function expectStatus(due: number, ...request: Parameters<typeof call>) {
    seen.requests++;
    const answer = await call(...request).catch((error: Error) => ({
      status: 0,
      body: error.message,
    }));
    if (answer.status !== due)
      seen.failed.push(
        `${request[0]} ${request[1]}: ${answer.status} ${answer.body.slice(0, 300)}`,
      );
    return answer;
  }
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function logIn(): Promise<string | undefined> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const body = JSON.stringify({ code: code() });
    const answer = await expectStatus(200, 'POST', '/login', headers, body);
    seen.logins++;
    return answer.status === 200 ? (JSON.parse(answer.body).token as string) : undefined;
  }

  async function visit(token: string) {
    const { status } = await expectStatus(200, 'GET', '/me', bearer(token));
    if (status === 401) seen.lost++;
  }

  async function live() {
    while (!signal.aborted) {
      const token = await logIn();
      if (token) {
        for (let n = 0; n < 3; n++) await visit(token);
        if (kept.length < mostKept) kept.push(token);
        else {
          await expectStatus(204, 'POST', '/logout', bearer(token));
          await expectStatus(401, 'GET', '/me', bearer(token));
        }
      }
      const older = kept[Math.floor(Math.random() * kept.length)];
      if (older) await visit(older);
      await sleep(10);
    }
  }

  await Promise.all(Array.from({ length: count }, live));
  for (const token of kept) await visit(token);
  agent.destroy();
}
