import { randomBytes } from 'node:crypto';
import { type Dispatcher, request } from 'undici';
import { type ProblemCode, type Route, type RouteName, routes } from 'weapp-login';
import { avatarMaxSize } from 'weapp-login/schemas';

/** One request as the mini program sends it, and the problem with which the server answers when all of it arrives. */
interface Attempt {
  route: RouteName;
  /** What can get lost with this one, in a few words. */
  part: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  problem: ProblemCode;
  /** What the answer has besides when the part arrived. */
  shows?: (answer: Answer) => boolean;
}

interface Answer {
  status: number;
  header: (name: string) => string | undefined;
  text: string;
  code: unknown;
  /** Where each fault is: `header/idempotency-key`, `/code`. */
  pointers: string[];
}

const timeoutMs = 15_000;
const json = { 'content-type': 'application/json' };
const jsonLimit = 16 * 1024;

const boundary = 'weapp-login-doctor';
const picture = Buffer.concat([
  Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="avatar"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`,
  ),
  // Random, because some gateways look into what they pass on.
  randomBytes(avatarMaxSize),
  Buffer.from(`\r\n--${boundary}--\r\n`),
]);

/** Nothing here needs a session, asks WeChat or writes anything. */
const attempts: readonly Attempt[] = [
  { route: 'me', part: 'GET', problem: 'session-required' },
  {
    route: 'me',
    part: 'the Authorization header',
    headers: { authorization: `Bearer ${'0'.repeat(43)}` },
    problem: 'session-required',
    shows: ({ header }) => /error="invalid_token"/.test(header('www-authenticate') ?? ''),
  },
  {
    route: 'login',
    part: 'POST with a JSON body',
    headers: json,
    // The answer names this member, so it was read.
    body: '{"code":"doctor","appId":7}',
    problem: 'invalid-request',
    shows: ({ pointers }) => pointers.includes('/appId'),
  },
  {
    route: 'login',
    part: 'the Idempotency-Key header',
    // Too long, which the server says of the header if it arrives, and of the AppID if not.
    headers: { ...json, 'idempotency-key': 'x'.repeat(256) },
    body: '{"code":"doctor","appId":"doctor"}',
    problem: 'invalid-request',
    shows: ({ pointers }) => pointers.includes('header/idempotency-key'),
  },
  {
    route: 'login',
    part: 'a JSON body of 16 KB',
    headers: json,
    body: '{"code":"doctor","appId":7}'.padEnd(jsonLimit),
    problem: 'invalid-request',
    shows: ({ pointers }) => pointers.includes('/appId'),
  },
  {
    route: 'wechatlogin',
    part: 'POST with a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'code=a%20b%00',
    problem: 'invalid-request',
    shows: ({ pointers }) => pointers.includes('/code'),
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

/** What happened to one part of the API on its way. */
export type Outcome =
  /** Nothing came back. */
  | { part: string; kind: 'silent' }
  /** Something that is not the server's: of a proxy, a gateway, a firewall, another program. */
  | { part: string; kind: 'foreign'; status: number }
  /** The server answered, and did not get all of it. */
  | { part: string; kind: 'lost' }
  /** The server has had enough requests of this address for now. */
  | { part: string; kind: 'limited' }
  | { part: string; kind: 'arrived' };

/**
 * Tries the API the way the mini program uses it: every method, header, content type and size that the contract needs.
 * Each request ends in a problem of the server's, because it lacks a session or has a fault on purpose.
 */
export async function tryApi(address: string, dispatcher: Dispatcher): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const attempt of attempts) {
    const outcome = await tryPart(address, attempt, dispatcher);
    outcomes.push(outcome);
    // Where nothing answers, the rest would only take as long again each.
    if (outcome.kind === 'silent' && outcomes.length === 1) break;
  }
  return outcomes;
}

async function tryPart(
  address: string,
  { route, part, headers = {}, body = '', problem, shows = () => true }: Attempt,
  dispatcher: Dispatcher,
): Promise<Outcome> {
  const { method, path }: Route = routes[route];
  const answer = await request(`${address}${path}`, {
    dispatcher,
    method,
    headers,
    ...(body && { body }),
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
    .then(read)
    .catch(() => undefined);
  if (!answer) return { part, kind: 'silent' };
  const { status, code } = answer;
  if (typeof code !== 'string') return { part, kind: 'foreign', status };
  if (code === 'too-many-requests') return { part, kind: 'limited' };
  return { part, kind: code === problem && shows(answer) ? 'arrived' : 'lost' };
}

async function read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Answer> {
  const text = await body.text();
  const { code, errors, requestId } = parse(text);
  return {
    status: statusCode,
    header: (name) => headers[name]?.toString(),
    text,
    // A proxy of deploy/ answers not-found in our form, and has no id.
    code: typeof requestId === 'string' ? code : undefined,
    pointers: (Array.isArray(errors) ? errors : []).map(
      ({ in: place = '', pointer }) => `${place}${pointer}`,
    ),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
