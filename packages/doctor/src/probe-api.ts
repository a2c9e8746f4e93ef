import { randomBytes } from 'node:crypto';
import { type Dispatcher, request } from 'undici';
import {
  avatarFile,
  bodyMaxBytes,
  type ProblemCode,
  type Route,
  type RouteName,
  routes,
} from 'weapp-login';

/** A request of the kind that the mini program sends, and the problem that the server returns if all of it arrives. */
interface Probe {
  route: RouteName;
  /** What this request tests, in a few words. */
  part: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  problem: ProblemCode;
  /** What else the response has if the part arrived. */
  hasArrived?: (response: ParsedResponse) => boolean;
}

interface ParsedResponse {
  status: number;
  header: (name: string) => string | undefined;
  text: string;
  code: unknown;
  /** The location of each invalid value: `header/idempotency-key`, `/code`. */
  pointers: string[];
}

const timeoutMs = 15_000;
const json = { 'content-type': 'application/json' };

const boundary = 'weapp-login-doctor';
const picture = Buffer.concat([
  Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
  ),
  // Random, because some gateways inspect bodies.
  randomBytes(avatarFile.maxBytes),
  Buffer.from(`\r\n--${boundary}--\r\n`),
]);

/** None of them needs a session, calls WeChat or writes anything. */
const probes: readonly Probe[] = [
  { route: 'me', part: 'GET', problem: 'session-required' },
  {
    route: 'me',
    part: 'the Authorization header',
    headers: { authorization: `Bearer ${'0'.repeat(43)}` },
    problem: 'session-required',
    hasArrived: ({ header }) => /error="invalid_token"/.test(header('www-authenticate') ?? ''),
  },
  {
    route: 'login',
    part: 'POST with a JSON body',
    headers: json,
    // The response names this member if the body was parsed.
    body: '{"code":"doctor","appId":7}',
    problem: 'invalid-request',
    hasArrived: ({ pointers }) => pointers.includes('/appId'),
  },
  {
    route: 'login',
    part: 'the Idempotency-Key header',
    // Too long, which the server message of the header if it arrives, and of the AppID if not.
    headers: { ...json, 'idempotency-key': 'x'.repeat(256) },
    body: '{"code":"doctor","appId":"doctor"}',
    problem: 'invalid-request',
    hasArrived: ({ pointers }) => pointers.includes('header/idempotency-key'),
  },
  {
    route: 'login',
    part: 'a JSON body of 16 KB',
    headers: json,
    body: '{"code":"doctor","appId":7}'.padEnd(bodyMaxBytes),
    problem: 'invalid-request',
    hasArrived: ({ pointers }) => pointers.includes('/appId'),
  },
  {
    route: 'wechatlogin',
    part: 'POST with a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'code=a%20b%00',
    problem: 'invalid-request',
    hasArrived: ({ pointers }) => pointers.includes('/code'),
  },
  {
    route: 'profile',
    part: 'PUT',
    headers: json,
    body: '{"nickname":"doctor"}',
    problem: 'session-required',
  },
  { route: 'revokeSessions', part: 'DELETE', problem: 'session-required' },
  {
    route: 'avatar',
    part: 'a picture of 1 MB (POST multipart/form-data)',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: picture,
    problem: 'session-required',
  },
];

/** The outcome of one probe. */
export type ProbeResult =
  | { part: string; kind: 'no-response' }
  /** The response is not from this server, but from a proxy, a gateway, a firewall or another program. */
  | { part: string; kind: 'foreign'; status: number }
  /** The server responded, but did not receive everything. */
  | { part: string; kind: 'changed' }
  | { part: string; kind: 'rate-limited' }
  | { part: string; kind: 'arrived' };

/**
 * Sends requests with every method, header, content type and body size that the mini program uses. The server answers each
 * with a problem, because it lacks a session or is invalid on purpose.
 */
export async function probeApi(baseUrl: string, dispatcher: Dispatcher): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  for (const probe of probes) {
    const result = await send(baseUrl, probe, dispatcher);
    results.push(result);
    // If nothing responds, each of the others would wait for the same timeout.
    if (result.kind === 'no-response' && results.length === 1) break;
  }
  return results;
}

async function send(
  baseUrl: string,
  { route, part, headers = {}, body = '', problem, hasArrived = () => true }: Probe,
  dispatcher: Dispatcher,
): Promise<ProbeResult> {
  const { method, path }: Route = routes[route];
  const response = await request(`${baseUrl}${path}`, {
    dispatcher,
    method,
    headers,
    ...(body && { body }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
    .then(parseResponse)
    .catch(() => undefined);
  if (!response) return { part, kind: 'no-response' };
  const { status, code } = response;
  if (typeof code !== 'string') return { part, kind: 'foreign', status };
  if (code === 'too-many-requests') return { part, kind: 'rate-limited' };
  return { part, kind: code === problem && hasArrived(response) ? 'arrived' : 'changed' };
}

async function parseResponse({
  statusCode,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<ParsedResponse> {
  const text = await body.text();
  const { code, errors, requestId } = parseObject(text);
  return {
    status: statusCode,
    header: (name) => headers[name]?.toString(),
    text,
    // The proxies in deploy/ answer not-found in the same form, without a request id.
    code: typeof requestId === 'string' ? code : undefined,
    pointers: (Array.isArray(errors) ? errors : []).map(
      ({ in: place = '', pointer }) => `${place}${pointer}`,
    ),
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
