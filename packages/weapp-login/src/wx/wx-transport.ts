import { ClientFailure } from '../client/client-failure.ts';
import type { SentCall, Transport } from '../client/send.ts';
import { pathOf } from '../route-call.ts';
import { waitForWx } from './call-wx.ts';
import { failureOfWx } from './wx-error.ts';
import type { WxHost } from './wx-host.ts';

/** Longer than the server waits for WeChat, so that its own answer arrives first. */
const requestTimeoutMs = 8_000;
/** For a file on a slow network. */
const uploadTimeoutMs = 60_000;
/** A host that calls neither `success` nor `fail` is given up so much later than it should have given up itself. */
const graceMs = 2_000;

/**
 * Returns a transport over wx.request, and over wx.uploadFile for files.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html
 * @param options.baseUrl if undefined, every request rejects with `not-configured`
 */
export function createWxTransport(options: {
  wx: Pick<WxHost, 'request' | 'uploadFile'>;
  baseUrl: string | undefined;
}): Transport {
  const { wx, baseUrl } = options;
  return async (route, call) => {
    if (baseUrl === undefined) throw new ClientFailure('not-configured');
    const upload = route.body?.type === 'multipart' ? route.body.file : undefined;
    const timeout = upload ? uploadTimeoutMs : requestTimeoutMs;
    const common = {
      url: baseUrl + pathOf(route, call as object),
      header: headerOf(call, route.body?.type === 'form'),
      timeout,
    };
    const { statusCode, data, header } = await waitForWx<{
      statusCode: number;
      data: unknown;
      header?: object;
    }>(
      timeout + graceMs,
      (success, fail) => {
        // Any HTTP status lands in `success`; `fail` is for the transport alone.
        if (upload) {
          const formData = call.body as Record<string, string> | undefined;
          wx.uploadFile({
            ...common,
            success,
            fail,
            filePath: call.file as string,
            name: upload.field,
            ...(formData && { formData }),
          });
        } else {
          const body = call.body as Record<string, unknown> | undefined;
          wx.request({
            ...common,
            success,
            fail,
            method: route.method,
            ...(body && { data: body }),
          });
        }
      },
      (error) => failureOfWx(error, 'unreachable'),
    );
    return { status: statusCode, data, header };
  };
}

function headerOf({ token, header }: SentCall, isForm: boolean): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(header || {})) if (value) named[name] = value;
  return {
    ...named,
    ...(token && { Authorization: `Bearer ${token}` }),
    ...(isForm && { 'Content-Type': 'application/x-www-form-urlencoded' }),
  };
}
