import type http from 'node:http';
import type { AnswerLimits } from './limit-connections.ts';

/**
 * Limits of one connection. Slower or larger requests get 408 or 431, so that connections that never
 * finish a request can't accumulate. Times are in milliseconds.
 */
export const connectionLimits = {
  /** Node's default. A mini program's headers are under 2 KB. */
  maxHeaderSize: 16 * 1024,
  /** From the first byte, or the connection, to the end of the headers. */
  headersTimeout: 10_000,
  /** To the end of the body: a picture of 1 MB from a slow phone, without a buffering proxy. */
  requestTimeout: 30_000,
  /**
   * Longer than a proxy keeps an idle connection (nginx 60 s, Caddy 120 s), so that the server never closes a
   * connection on which a proxy is about to send a request.
   */
  keepAliveTimeout: 125_000,
  /** How often the timeouts are checked. */
  connectionsCheckingInterval: 1_000,
} satisfies http.ServerOptions;

/** Limits of the responses on one connection. Times are in milliseconds. */
export const answerLimits = {
  handledAtOnce: 4,
  unanswered: 100,
  /** A picture of 1 MB at 70 kbit/s. */
  answerTimeoutMs: 120_000,
} satisfies AnswerLimits;

/**
 * A connection is closed after this long without a byte read or written. Longer than
 * requestTimeout, so that a stalled body gets 408, and longer than any handler takes. Milliseconds.
 */
export const stallTimeoutMs = 31_000;

/** The number of headers that Node reads per request; the rest are dropped. */
export const maxHeadersCount = 100;

/**
 * The maximum of connections waiting to be accepted, also bounded by net.core.somaxconn. With Node's default
 * of 511, the kernel drops the rest of a burst, and its clients retry after one second, then after three.
 */
export const backlog = 4096;
