import type { ForwardRequest } from '../../request/protocol.ts';
import { type Options, WxFailure } from '../api-call.ts';
import { bytesOf, encodeBody, textOf, urlWith } from '../request-body.ts';
import type { Api, WxContext } from './context.ts';
import { transmit } from './transmit.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html */
export const requestApi = (context: WxContext): Api => ({
  request(options: Options = {}) {
    const task = transmit(context, 'request', options, prepare(options), (answer) => {
      const { body, statusCode, header, cookies } = answer;
      return { data: readBody(body, options), statusCode, header, cookies };
    });
    return {
      ...task,
      onChunkReceived: () => {
        throw new Error('RequestTask.onChunkReceived is not supported by this simulator');
      },
    };
  },
});

function prepare(options: Options): ForwardRequest | WxFailure {
  const method = String(options.method ?? 'GET').toUpperCase();
  const given = (options.header ?? {}) as Record<string, unknown>;
  const header = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, String(value)]),
  );
  const name = Object.keys(header).find((key) => key.toLowerCase() === 'content-type');
  const type = name ? (header[name] as string) : 'application/json';
  if (!name) header['content-type'] = type;
  if (!/^https?:\/\//i.test(String(options.url)))
    return new WxFailure(`invalid url "${options.url}"`, 600009);
  const inUrl = method === 'GET' || method === 'HEAD';
  const body = inUrl ? undefined : encodeBody(options.data, type);
  return {
    url: inUrl ? urlWith(String(options.url), options.data) : String(options.url),
    method,
    header,
    followRedirects: options.redirect !== 'manual',
    ...(body !== undefined && { body }),
  };
}

function readBody(base64: string, { responseType, dataType = 'json' }: Options): unknown {
  const bytes = bytesOf(base64);
  if (responseType === 'arraybuffer') return bytes.buffer;
  const text = textOf(bytes);
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
