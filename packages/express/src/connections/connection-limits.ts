import type http from 'node:http';
import type { AnswerLimits } from './limit-connections.ts';

/**
 * What one connection may take. Whoever sends slower or more is cut off with 408 or 431, so that connections which never
 * finish a request can't pile up. Times are milliseconds.
 */
export const connectionLimits = {
  /** Node's default. Headers of a mini program have less than 2 KB. */
  maxHeaderSize: 16 * 1024,
  /** From the first byte, or from connecting, to the end of the headers. */
  headersTimeout: 10_000,
  /** To the end of the body: a picture of 1 MB over a slow phone, without a proxy that reads it first. */
  requestTimeout: 30_000,
  /**
   * Longer than a proxy keeps an idle connection to us (nginx 60 s, Caddy 120 s): whoever closes first must not be the
   * one that is about to be sent a request.
   */
  keepAliveTimeout: 125_000,
  /** How late a limit is noticed. */
  connectionsCheckingInterval: 1_000,
} satisfies http.ServerOptions;

/** What the answers to one connection may take. Times are milliseconds. */
export const answerLimits = {
  handledAtOnce: 4,
  unanswered: 100,
  /** A picture of 1 MB at 70 kbit/s. */
  answerTimeoutMs: 120_000,
} satisfies AnswerLimits;

/**
 * A connection ends when neither a byte was read from it nor any of an answer was taken by it for so long. Longer than
 * requestTimeout, so that a body which stalls is answered 408, and longer than any handler takes. Milliseconds.
 */
export const stallTimeoutMs = 31_000;

/** Names and values that Node reads from one request; any more are dropped, as they can be none of ours. */
export const maxHeadersCount = 100;

/**
 * So many connections may wait to be accepted; the system's own limit, net.core.somaxconn, holds too. With Node's default
 * of 511, the rest of a burst is turned away by silence, and its clients try again after a second, and after three.
 */
export const backlog = 4096;
