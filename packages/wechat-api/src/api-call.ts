import type { AxiosInstance } from 'axios';
import type { z } from 'zod';
import { WechatError, type WechatFailure } from './errors.ts';
import { readResponse } from './read-response.ts';
import { readTransportFailure } from './transport-failure.ts';

export interface ApiRequest<Answer> {
  /** The name in WeChat's documentation, used in messages. */
  endpoint: string;
  path: string;
  query: Readonly<Record<string, string>>;
  /** Sent as JSON with POST. Without a body, the request is a GET. */
  body?: object;
  /** Values in the query and the body that must not appear in an error. */
  secrets: readonly string[];
  schema: z.ZodType<Answer>;
  /** Whether sending it twice does no harm. If false, as with a code, it is not retried once WeChat may have processed it. */
  idempotent: boolean;
  signal: AbortSignal | undefined;
}

export interface ApiCallOptions {
  transport: AxiosInstance;
  /** Milliseconds for everything: connecting, both attempts, and the pause between them. */
  totalTimeoutMs: number;
  /** A number from 0 up to 1. */
  random: () => number;
  /** Resolves after that many milliseconds, and rejects when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export type ApiCall = <Answer>(request: ApiRequest<Answer>) => Promise<Answer>;

/** WeChat's errcode for being busy. The request was not processed. */
const busy = -1;

const jsonHeaders = { 'content-type': 'application/json' };

/** The pause before the retry has jitter, so that many servers don't retry at the same time. */
const shortestPauseMs = 100;
const pauseSpreadMs = 200;

/**
 * Creates a function that calls WeChat's server API, with a timeout and one retry. A call is retried if WeChat can't have
 * processed it (no connection, or WeChat was busy) or if it is idempotent.
 */
export function createApiCall({
  transport,
  totalTimeoutMs,
  random,
  sleep,
}: ApiCallOptions): ApiCall {
  async function attempt<Answer>(request: ApiRequest<Answer>, end: AbortSignal): Promise<Answer> {
    const { endpoint, path, query, body, schema, secrets, idempotent, signal } = request;
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
        const maybeProcessed = !idempotent && failure.maybeProcessed;
        throw new WechatError(endpoint, { ...failure, maybeProcessed });
      });
    if (response.status < 200 || response.status > 299)
      throw new WechatError(endpoint, {
        kind: 'unreachable',
        reason: 'status',
        status: response.status,
        maybeProcessed: !idempotent,
      });
    return readResponse(response.data, { endpoint, schema, secrets });
  }

  return async (request) => {
    const { signal } = request;
    const deadline = new AbortController();
    const end = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
    const timer = setTimeout(() => deadline.abort(), totalTimeoutMs);
    try {
      return await attempt(request, end).catch(async (error: unknown) => {
        if (!(error instanceof WechatError) || !isRetryable(error.failure)) throw error;
        await sleep(shortestPauseMs + random() * pauseSpreadMs, end).catch(() => {
          // No time is left for a retry.
          throw error;
        });
        return attempt(request, end);
      });
    } finally {
      clearTimeout(timer);
    }
  };
}

function isRetryable(failure: WechatFailure): boolean {
  switch (failure.kind) {
    case 'rejected':
      return failure.errcode === busy;
    case 'unreachable':
      return !failure.maybeProcessed;
    case 'malformed':
      return false;
  }
}
