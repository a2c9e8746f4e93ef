import {
  type PathOf,
  type ProblemCode,
  ProblemError,
  pathOf,
  type QueryOf,
  type RequestBody,
  type ResponseBody,
  routes,
} from '@weapp-login/shared';
import { answers, type CalledRoute, isInvalidPart, isObject } from './answers.ts';
import { ClientFailure, type Failure, failureOfHost } from './failure.ts';
import { waitForHost } from './host.ts';
import { messages } from './messages.ts';

/** Longer than the server waits for WeChat, so that its own answer arrives first. */
const requestTimeout = 8_000;
/** For a picture on a slow network. */
const uploadTimeout = 60_000;
/** A host that calls neither `success` nor `fail` is given up so much later than it should have given up itself. */
const grace = 2_000;

type FileRoute = 'avatar';

type Body<Name extends CalledRoute> = Name extends FileRoute
  ? { filePath: string; body?: undefined }
  : RequestBody<Name> extends undefined
    ? { filePath?: undefined; body?: undefined }
    : { filePath?: undefined; body: RequestBody<Name> };

type Parameters<Name extends CalledRoute> = [keyof PathOf<(typeof routes)[Name]>] extends [never]
  ? { parameters?: undefined }
  : { parameters: PathOf<(typeof routes)[Name]> };

type Token<Name extends CalledRoute> = (typeof routes)[Name]['auth'] extends 'bearer'
  ? { token: string }
  : { token?: undefined };

/** What a route needs beside its name: its body or file, path and query parameters, the token if it asks for one. */
export type Call<Name extends CalledRoute> = Body<Name> &
  Parameters<Name> &
  Token<Name> & {
    query?: QueryOf<(typeof routes)[Name]>;
    /** Marks repetitions of one attempt, so that the server carries it out once. */
    idempotencyKey?: string;
  };

/**
 * Calls a route of the API. Rejects with a ProblemError where the server answered with a problem, and with a
 * {@link ClientFailure} where there was no such answer.
 */
export type Request = <Name extends CalledRoute>(
  name: Name,
  call: Call<Name>,
) => Promise<ResponseBody<Name>>;

/**
 * wx.request, and wx.uploadFile for a file, typed by the name of a route.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
 * @param options.baseUrl undefined where none is configured; each request then says so
 */
export function createRequest(options: {
  wx: {
    request(option: WechatMiniprogram.RequestOption): unknown;
    uploadFile(option: WechatMiniprogram.UploadFileOption): unknown;
  };
  baseUrl: string | undefined;
}): Request {
  const { wx, baseUrl } = options;
  return async (name, { parameters, query, body, filePath, token, idempotencyKey }) => {
    if (baseUrl === undefined) throw new ClientFailure('not-configured');
    const timeout = filePath === undefined ? requestTimeout : uploadTimeout;
    const common = {
      url: baseUrl + pathOf(routes[name], { path: parameters, query } as never),
      header: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      },
      timeout,
    };
    const answer = await waitForHost<Answer>(
      timeout + grace,
      (success, fail) => {
        // Any HTTP status lands in `success`; `fail` is for the transport alone.
        if (filePath === undefined) {
          const { method } = routes[name];
          wx.request({ ...common, success, fail, method, ...(body && { data: body }) });
        } else {
          const { field } = routes.avatar.body.file;
          wx.uploadFile({ ...common, success, fail, filePath, name: field });
        }
      },
      (error) => failureOfHost(error, 'unreachable'),
    );
    return read(name, answer);
  };
}

/** Whether there are words for a code; a newer server may know more. */
const isKnown = (code: unknown): code is ProblemCode =>
  Object.keys(messages).some((known) => known === code);

/** What wx.request and wx.uploadFile answer; the latter leaves JSON unread, and may tell no headers. */
interface Answer {
  statusCode: number;
  data: unknown;
  header?: object;
}

function read<Name extends CalledRoute>(
  name: Name,
  { statusCode, data: received, header }: Answer,
): ResponseBody<Name> {
  const data = typeof received === 'string' ? parsed(received) : received;
  if (statusCode === routes[name].status) {
    const answer: { [Each in CalledRoute]: (data: unknown) => ResponseBody<Each> } = answers;
    return answer[name](data);
  }
  if (isObject(data) && isKnown(data.code)) {
    const retryAfter = retryAfterOf(header ?? {});
    throw new ProblemError(data.code, {
      ...(typeof data.detail === 'string' && { detail: data.detail }),
      ...(typeof data.requestId === 'string' && { requestId: data.requestId }),
      ...(Array.isArray(data.errors) && { errors: data.errors.filter(isInvalidPart) }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
  }
  // The server itself, which is newer.
  if (statusCode < 500 && isObject(data) && typeof data.code === 'string')
    throw new ClientFailure('bad-answer', { status: statusCode });
  throw failureOfStatus(statusCode, retryAfterOf(header ?? {}));
}

/** The failure that an answer of something in front of the server stands for. */
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
 * Seconds, from a number or a date; the latter counts from the date of the answer, for the clock of a phone may be wrong.
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
