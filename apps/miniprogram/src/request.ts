import {
  isProblemCode,
  ProblemError,
  type RequestBody,
  type ResponseBody,
  routes,
} from '@weapp-login/shared';
import { answers, type CalledRoute, isObject } from './answers.ts';
import { ClientFailure, failureOfErrno } from './failure.ts';

/** Longer than the server waits for WeChat, so that its own answer arrives first. */
const timeout = 8_000;

/** What a route needs beside its name: its body if it has one, and the token if it asks for one. */
export type Call<Name extends CalledRoute> = (RequestBody<Name> extends undefined
  ? { body?: undefined }
  : { body: RequestBody<Name> }) &
  ((typeof routes)[Name]['auth'] extends 'bearer' ? { token: string } : { token?: undefined }) & {
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
 * wx.request, typed by the name of a route.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 * @param options.baseUrl undefined where none is configured; each request then says so
 */
export function createRequest(options: {
  wx: { request(option: WechatMiniprogram.RequestOption): unknown };
  baseUrl: string | undefined;
}): Request {
  const { wx, baseUrl } = options;
  return (name, { body, token, idempotencyKey }) =>
    new Promise((resolve, reject) => {
      if (baseUrl === undefined) throw new ClientFailure('not-configured');
      const { method, path } = routes[name];
      wx.request({
        url: baseUrl + path,
        method,
        timeout,
        ...(body && { data: body }),
        header: {
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
        },
        // Any HTTP status lands here; `fail` is for the transport alone.
        success: (answer) => {
          try {
            resolve(read(name, answer));
          } catch (failure) {
            reject(failure);
          }
        },
        fail: ({ errno }) => reject(failureOfErrno(errno, 'unreachable')),
      });
    });
}

function read<Name extends CalledRoute>(
  name: Name,
  { statusCode, data, header }: WechatMiniprogram.RequestSuccessCallbackResult,
): ResponseBody<Name> {
  if (statusCode === routes[name].status) {
    const answer: { [Each in CalledRoute]: (data: unknown) => ResponseBody<Each> } = answers;
    return answer[name](data);
  }
  if (isObject(data) && isProblemCode(data.code)) {
    const retryAfter = retryAfterOf(header);
    throw new ProblemError(data.code, {
      ...(typeof data.detail === 'string' && { detail: data.detail }),
      ...(typeof data.requestId === 'string' && { requestId: data.requestId }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
  }
  throw new ClientFailure(statusCode >= 500 ? 'server-unavailable' : 'bad-answer', {
    status: statusCode,
  });
}

/** Seconds. The case in which a host hands over the names of headers differs from host to host. */
function retryAfterOf(header: object): number | undefined {
  const found = Object.entries(header).find(([name]) => name.toLowerCase() === 'retry-after');
  const seconds = Number(found?.[1]);
  return Number.isFinite(seconds) ? seconds : undefined;
}
