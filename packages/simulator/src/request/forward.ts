import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { type Origins, platformHeaders } from './origins.ts';
import type { ForwardAnswer } from './protocol.ts';

export interface Forwarder {
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
    async send(request, signal) {
      const parsed = requestSchema.safeParse(request);
      if (!parsed.success) return failed(600009, 'invalid url');
      return send(parsed.data, signal, 0);
    },
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

function exchange(
  url: URL,
  { method, header, body }: z.infer<typeof requestSchema>,
  signal: AbortSignal,
  fixed: Record<string, string>,
): Promise<ForwardAnswer> {
  return new Promise((resolve) => {
    const unreachable = (error: NodeJS.ErrnoException) =>
      resolve(
        failed(600001, `errcode:-2 cronet_error_code:-2 error_msg:${error.code ?? error.message}`),
      );
    const own = Object.entries(header).filter(
      ([name]) => !['referer', 'host', 'content-length', 'user-agent'].includes(name.toLowerCase()),
    );
    const bytes = body === undefined ? undefined : Buffer.from(body, 'base64');
    const headers = {
      ...Object.fromEntries(own),
      ...fixed,
      ...(bytes && { 'content-length': String(bytes.length) }),
    };
    const unsendable = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
    if (unsendable)
      return resolve(failed(600010, `invalid header ${JSON.stringify(unsendable[0])}`));
    const { request } = url.protocol === 'https:' ? https : http;
    const outgoing = request(url, { method, signal, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', unreachable);
      incoming.on('end', () =>
        resolve({
          ok: true,
          statusCode: incoming.statusCode ?? 0,
          header: headerOf(incoming.rawHeaders),
          cookies: incoming.headers['set-cookie'] ?? [],
          body: Buffer.concat(chunks).toString('base64'),
        }),
      );
    });
    outgoing.on('error', unreachable);
    // A connection that stops speaking HTTP, after CONNECT or Upgrade, is of no use to wx.request.
    for (const event of ['connect', 'upgrade'] as const)
      outgoing.on(event, (_incoming, socket) => {
        socket.destroy();
        unreachable(new Error('the server switched protocols'));
      });
    outgoing.end(bytes);
  });
}

/** Names as they were sent; values of a repeated name joined, as the platform does. */
function headerOf(raw: readonly string[]): Record<string, string> {
  const header: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const [name, value] = raw.slice(index, index + 2) as [string, string];
    header[name] = name in header ? `${header[name]},${value}` : value;
  }
  return header;
}
