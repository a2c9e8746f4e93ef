import type { Route, Routes } from '../define-routes.ts';
import { problemWords } from './problem-words.ts';
import { type Response, readResponse } from './read-response.ts';
import { type ResponseCheck, responseChecks } from './response-checks.ts';

/** A call whose types are checked already. */
export interface SentCall {
  readonly path?: unknown;
  readonly query?: unknown;
  readonly header?: Readonly<Record<string, string | undefined>> | undefined;
  readonly body?: unknown;
  readonly file?: unknown;
  readonly token?: string | undefined;
  readonly signal?: unknown;
}

/** Sends a request, and rejects with a ClientFailure where no response comes. */
export type Transport = (route: Route, call: SentCall) => Promise<Response>;

/** What a client may be told about the routes of an app's own. */
export interface OwnContract {
  /** How to tell a good response of an own route from that of a captive portal; default: any object. */
  checks?: Readonly<Record<string, ResponseCheck | undefined>> | undefined;
  /** Words for the own problems; a code that has none is taken for a server that is newer. */
  words?: Readonly<Record<string, unknown>> | undefined;
}

/** Sends a call of a route by its name. Rejects with a Failure. */
export type Send = (name: string, call: SentCall) => Promise<unknown>;

/** Returns a function that sends a call and reads its response. */
export function createSend(options: OwnContract & { routes: Routes; transport: Transport }): Send {
  const { routes, transport, words } = options;
  const checks: Readonly<Record<string, ResponseCheck | undefined>> = {
    ...responseChecks,
    ...options.checks,
  };
  const codes = Object.keys({ ...problemWords, ...words });
  const isKnownCode = (code: string) => codes.some((known) => known === code);
  return async (name, call) => {
    const route = routes[name];
    if (!route) throw new TypeError(`${name} is not among the routes`);
    return readResponse(route, await transport(route, call), { check: checks[name], isKnownCode });
  };
}
