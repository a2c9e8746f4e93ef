import type { AxiosInstance } from 'axios';
import type { z } from 'zod';
import { readAnswer } from './answer.ts';
import { WechatError, type WechatFailure } from './errors.ts';
import { readTransportFailure } from './transport-failure.ts';

export interface Request<Answer> {
  /** The name in WeChat's documentation, for messages. */
  endpoint: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Sent as JSON with POST. Without it, the request is a GET. */
  body?: object;
  /** What of the query and the body must appear nowhere. */
  secrets: readonly string[];
  schema: z.ZodType<Answer>;
  /** WeChat does it once only, as with a code; so it is not repeated where WeChat may have done it. */
  actsOnce: boolean;
  signal: AbortSignal | undefined;
}

export interface CallOptions {
  transport: AxiosInstance;
  /** Milliseconds for everything: connecting, both attempts, and the pause between them. */
  totalTimeoutMs: number;
  /** A number from 0 up to 1. */
  random: () => number;
  /** Resolves after that many milliseconds, and rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export type Call = <Answer>(request: Request<Answer>) => Promise<Answer>;

/** WeChat's errcode for being busy; it has done nothing then. */
const busy = -1;

const jsonHeaders = { 'content-type': 'application/json' };

/** The pause before the second attempt is spread, so that many servers don't come back in step. */
const shortestPauseMs = 100;
const pauseSpreadMs = 200;

/**
 * Makes calls of WeChat's server API that end in time. A call is repeated once: where it can't have been acted on, as no
 * connection came about or WeChat answered that it is busy, and where it does no harm to act on it twice.
 */
export function createCall({ transport, totalTimeoutMs, random, sleep }: CallOptions): Call {
  async function attempt<Answer>(request: Request<Answer>, end: AbortSignal): Promise<Answer> {
    const { endpoint, path, query, body, schema, secrets, actsOnce, signal } = request;
    const response = await transport
      .request<string>({
        method: body ? 'post' : 'get',
        url: path,
        params: new URLSearchParams(query),
        ...(body && { data: JSON.stringify(body), headers: jsonHeaders }),
        signal: end,
      })
      .catch((error: unknown) => {
        const givenUpBy = signal?.aborted ? 'caller' : end.aborted ? 'deadline' : undefined;
        const failure = readTransportFailure(error, givenUpBy);
        if (failure.kind !== 'unreachable') throw new WechatError(endpoint, failure);
        const maySpendCode = actsOnce && failure.maySpendCode;
        throw new WechatError(endpoint, { ...failure, maySpendCode });
      });
    if (response.status < 200 || response.status > 299)
      throw new WechatError(endpoint, {
        kind: 'unreachable',
        reason: 'status',
        status: response.status,
        maySpendCode: actsOnce,
      });
    return readAnswer(response.data, { endpoint, schema, secrets });
  }

  return async (request) => {
    const { signal } = request;
    const deadline = new AbortController();
    const end = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    const timer = setTimeout(() => deadline.abort(), totalTimeoutMs);
    try {
      return await attempt(request, end).catch(async (error: unknown) => {
        if (!(error instanceof WechatError) || !isRepeatable(error.failure)) throw error;
        await sleep(shortestPauseMs + random() * pauseSpreadMs, end).catch(() => {
          // No time is left for a second attempt, so the failure of the first one stands.
          throw error;
        });
        return attempt(request, end);
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

function isRepeatable(failure: WechatFailure): boolean {
  switch (failure.kind) {
    case 'rejected':
      return failure.errcode === busy;
    case 'unreachable':
      return !failure.maySpendCode;
    case 'malformed':
      return false;
  }
}
