import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import { never, type Span } from './history.ts';

/** An answer; status 0 where there is none. */
export interface Answer {
  request: string;
  token: string | undefined;
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server answers is looked at member by member.
  body: any;
  span: Span;
}

export type Call = (
  method: string,
  path: string,
  options?: { token?: string; headers?: Record<string, string>; body?: object },
) => Promise<Answer>;

/** CLOCK_MONOTONIC in nanoseconds, which the recorder counts by too. */
export const clock = (): number => Number(process.hrtime.bigint());

/**
 * Sends requests, and remembers all answers.
 * @param url where the server is at the moment
 */
export function createClient(url: () => string) {
  const agent = new http.Agent({ keepAlive: true });
  const answers = new Map<string, Answer>();
  let answered = 0;

  const call: Call = async (method, path, { token, headers = {}, body } = {}) => {
    const id = randomUUID();
    const span = { start: clock(), done: never, over: never };
    const answer: Answer = {
      request: `${method} ${path}`,
      token,
      status: 0,
      body: undefined,
      span,
    };
    answers.set(id, answer);
    const bytes = Buffer.isBuffer(body) ? body : body && Buffer.from(JSON.stringify(body));
    try {
      const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
        http
          .request(`${url()}${path}`, {
            method,
            agent,
            signal: AbortSignal.timeout(15_000),
            headers: {
              'x-request-id': id,
              'content-length': bytes?.length ?? 0,
              ...(bytes && { 'content-type': 'application/json' }),
              ...(token && { authorization: `Bearer ${token}` }),
              ...headers,
            },
          })
          .on('response', resolve)
          .on('error', reject)
          .end(bytes);
      });
      const content = await text(response);
      answer.body = content && JSON.parse(content);
      answer.status = response.statusCode ?? 0;
    } catch {
      // Broken off: whether it was done stays open.
    }
    if (answer.status === 0) return answer;
    span.over = clock();
    if (answer.status < 500) answered++;
    return answer;
  };

  return {
    call,
    close: () => agent.destroy(),
    /** How many responses came that were not the server's failure. */
    answered: () => answered,
    /**
     * All answers, with the time at which the server sent each in place of that at which it arrived.
     * @param sent by request id
     */
    answersAt(sent: ReadonlyMap<string, number>): Answer[] {
      return [...answers].map(([id, answer]) => {
        if (answer.status === 0) return answer;
        const at = sent.get(id);
        if (at === undefined) throw new Error(`an answer that the recorder missed: ${id}`);
        answer.span.over = at;
        if (answer.status < 300) answer.span.done = at;
        return answer;
      });
    },
  };
}
