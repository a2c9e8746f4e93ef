import type { ForwardAnswer, ForwardRequest } from '../../request/protocol.ts';
import { type Options, WxFailure } from './call.ts';
import type { Api, WxContext } from './context.ts';
import { bytesOf, encodeBody, textOf, urlWith } from './request-body.ts';

const defaultTimeout = 60_000;

type HeaderListener = (result: { header: Record<string, string> }) => void;

/**
 * Any HTTP status is a success; what fails is the transport, by errno:
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html
 */
export function requestApi({ host, caller }: WxContext): Api {
  return {
    request(options: Options = {}) {
      const end = caller.begin('request', options);
      const headerListeners = new Set<HeaderListener>();
      let over = false;
      const finish = (outcome: object) => {
        if (over) return;
        over = true;
        clearTimeout(timer);
        end(outcome);
      };
      const stop = (failure: WxFailure) => {
        sent?.abort();
        finish(failure);
      };
      const timer = setTimeout(
        () => stop(new WxFailure('timeout', 5)),
        Number(options.timeout ?? defaultTimeout),
      );
      const prepared = prepare(options);
      const sent =
        prepared instanceof WxFailure || host.settings.offline
          ? undefined
          : host.send('/wx/request', prepared);
      if (prepared instanceof WxFailure) finish(prepared);
      else if (!sent) finish(new WxFailure('errcode:-106 net::ERR_INTERNET_DISCONNECTED', 600001));
      sent?.answer.then(
        ({ body }) => {
          const answer = body as ForwardAnswer;
          if (!answer.ok) return finish(new WxFailure(answer.reason, answer.errno));
          const { statusCode, header, cookies } = answer;
          for (const listener of headerListeners) listener({ header });
          finish({ data: readBody(answer.body, options), statusCode, header, cookies });
        },
        () => finish(new WxFailure('the simulator does not answer', 600000)),
      );
      return {
        abort: () => stop(new WxFailure('abort')),
        onHeadersReceived: (listener: HeaderListener) => void headerListeners.add(listener),
        offHeadersReceived: (listener: HeaderListener) => void headerListeners.delete(listener),
        onChunkReceived: () => {
          throw new Error('RequestTask.onChunkReceived is not supported by this simulator');
        },
      };
    },
  };
}

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
