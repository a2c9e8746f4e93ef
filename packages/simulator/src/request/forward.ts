import http from 'node:http';
import { request } from 'undici';
import { z } from 'zod';
import { type Origins, platformHeaders } from './origins.ts';
import type { ForwardAnswer } from './protocol.ts';

export interface Forwarder {
  /** Answers in place of every target as a gateway does, with a page of HTML; undefined ends it. */
  gateway(answer: { status: number; once: boolean } | undefined): void;
  /**
   * Sends what wx.request asks for. Never rejects: a failure is an answer too, with the errno of
   * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
   * @param request a ForwardRequest, not yet checked
   * @param signal ends the request
   */
  send(request: unknown, signal: AbortSignal): Promise<ForwardAnswer>;
}

const requestSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']),
  header: z.record(z.string(), z.string()),
  body: z.base64().optional(),
  followRedirects: z.boolean(),
  appId: z.string().regex(/^\w+$/).optional(),
});

const redirects = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;

/** Reaches the forwarded origins and nothing else. */
export function createForwarder(options: {
  origins: Origins;
  /** The AppID of a request that names none. */
  appId: () => Promise<string>;
}): Forwarder {
  let gateway: { status: number; once: boolean } | undefined;

  async function send(
    request: z.infer<typeof requestSchema>,
    signal: AbortSignal,
    hops: number,
  ): Promise<ForwardAnswer> {
    const url = new URL(request.url);
    const target = options.origins.targetOf(url);
    if (target === undefined) return notInDomainList(url.origin);
    const answer = await exchange(target, request, signal, {
      ...platformHeaders(request.appId ?? (await options.appId())),
      host: url.host,
    });
    const location = answer.ok && redirects.has(answer.statusCode) && locationOf(answer.header);
    if (!location || !request.followRedirects) return answer;
    if (hops === mostRedirects) return failed(600008, 'exceed max redirect count');
    const keepsBody = answer.statusCode === 307 || answer.statusCode === 308;
    const { body, ...rest } = request;
    return send(
      {
        ...rest,
        url: new URL(location, url).href,
        method: keepsBody ? request.method : 'GET',
        ...(keepsBody && body !== undefined && { body }),
      },
      signal,
      hops + 1,
    );
  }

  return {
    gateway(answer) {
      gateway = answer;
    },
    async send(request, signal) {
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success) return failed(600009, 'invalid url');
      if (gateway && options.origins.targetOf(new URL(parsed.data.url))) {
        const { status, once } = gateway;
        if (once) gateway = undefined;
        return gatewayPage(status);
      }
      return send(parsed.data, signal, 0);
    },
  };
}

function gatewayPage(status: number): ForwardAnswer {
  const title = `${status} ${http.STATUS_CODES[status]}`;
  return {
    ok: true,
    statusCode: status,
    header: { 'Content-Type': 'text/html', ...(status === 429 && { 'Retry-After': '30' }) },
    cookies: [],
    body: Buffer.from(`<html><body><h1>${title}</h1></body></html>`).toString('base64'),
  };
}

const failed = (errno: number, reason: string) => ({ ok: false as const, errno, reason });

const notInDomainList = (origin: string) => ({
  ...failed(600002, 'url not in domain list'),
  unforwarded: origin,
});

/** Whether Node would send it: a name or value with a line break, say, would become another header. */
function isHeader(name: string, value: string): boolean {
  try {
    http.validateHeaderName(name);
    http.validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

const locationOf = (header: Record<string, string>) =>
  Object.entries(header).find(([name]) => name.toLowerCase() === 'location')?.[1];

/** Headers that the platform or the transport sets. */
const reserved = new Set(['referer', 'host', 'content-length', 'user-agent']);

async function exchange(
  url: URL,
  { method, header, body }: z.infer<typeof requestSchema>,
  signal: AbortSignal,
  fixed: Record<string, string>,
): Promise<ForwardAnswer> {
  const own = Object.entries(header).filter(([name]) => !reserved.has(name.toLowerCase()));
  const headers = { ...Object.fromEntries(own), ...fixed };
  const unsendable = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
  if (unsendable) return failed(600010, `invalid header ${JSON.stringify(unsendable[0])}`);
  try {
    const answer = await request(url, {
      method,
      headers,
      signal,
      responseHeaders: 'raw',
      ...(body !== undefined && { body: Buffer.from(body, 'base64') }),
    });
    const raw = (answer.headers as unknown as (string | Buffer)[]).map(String);
    return {
      ok: true,
      statusCode: answer.statusCode,
      header: headerOf(raw),
      cookies: cookiesOf(raw),
      body: Buffer.from(await answer.body.arrayBuffer()).toString('base64'),
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return failed(600001, `errcode:-2 cronet_error_code:-2 error_msg:${code ?? message}`);
  }
}

const cookiesOf = (raw: readonly string[]): string[] =>
  raw.filter((_, index) => index % 2 === 1 && /^set-cookie$/i.test(raw[index - 1] as string));

/** Names as they were sent; values of a repeated name joined, as the platform does. */
function headerOf(raw: readonly string[]): Record<string, string> {
  const header: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const [name, value] = raw.slice(index, index + 2) as [string, string];
    header[name] = name in header ? `${header[name]},${value}` : value;
  }
  return header;
}
