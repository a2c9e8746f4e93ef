import type { Route } from '../define-routes.ts';
import { ProblemError } from '../problem.ts';
import { ClientFailure, type Failure } from './client-failure.ts';
import { isInvalidPart, isObject, type ResponseCheck } from './response-checks.ts';

/** A response as a transport received it. */
export interface Response {
  status: number;
  /** JSON, or text that may be JSON. */
  data: unknown;
  /** Without those that the host does not tell. */
  header?: object | undefined;
}

/**
 * Returns the body of a successful response.
 * @param options.check whether it is what the contract says; default: any object
 * @param options.isKnownCode whether there are words for a problem code; a newer server may have more
 * @throws {ProblemError} where the server answered with a problem
 * @throws {ClientFailure} where something else answered
 */
export function readResponse(
  route: Route,
  { status, data: received, header = {} }: Response,
  options: { check: ResponseCheck | undefined; isKnownCode: (code: string) => boolean },
): unknown {
  const data = typeof received === 'string' ? parsed(received) : received;
  if (status === route.status) {
    if (status === 204) return undefined;
    const { check = isObject } = options;
    if (!check(data)) throw new ClientFailure('bad-answer');
    return data;
  }
  if (isObject(data) && typeof data.code === 'string') {
    if (options.isKnownCode(data.code)) {
      const retryAfter = retryAfterOf(header);
      throw new ProblemError(data.code, {
        ...(typeof data.detail === 'string' && { detail: data.detail }),
        ...(typeof data.requestId === 'string' && { requestId: data.requestId }),
        ...(Array.isArray(data.errors) && { errors: data.errors.filter(isInvalidPart) }),
        ...(retryAfter !== undefined && { retryAfter }),
      });
    }
    // The server itself, which is newer.
    if (status < 500) throw new ClientFailure('bad-answer', { status });
  }
  throw failureOfStatus(status, retryAfterOf(header));
}

/** Returns the failure that the answer of something in front of the server stands for. */
function failureOfStatus(status: number, retryAfter: number | undefined): Failure {
  const wait = retryAfter === undefined ? {} : { retryAfter };
  if (status === 413) return new ProblemError('body-too-large');
  if (status === 429) return new ProblemError('too-many-requests', wait);
  // A captive portal answers with its own page, a redirect or 511.
  if (status < 400 || status === 511) return new ClientFailure('bad-answer', { status });
  return new ClientFailure(status < 500 ? 'intercepted' : 'server-unavailable', {
    status,
    ...wait,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Seconds, from a number or a date; the latter counts from the date of the answer, because the clock of a phone may be wrong.
 */
function retryAfterOf(header: object): number | undefined {
  const text = headerValue(header, 'retry-after');
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : (Date.parse(text) - Date.parse(headerValue(header, 'date'))) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : undefined;
}

/** The case of header names differs from host to host. */
const headerValue = (header: object, wanted: string): string =>
  String(Object.entries(header).find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '');
