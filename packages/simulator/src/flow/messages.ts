import type { FakeEvent } from '@weapp-login/fake-wechat';
import type { CallingPhone } from '../phone/call-log.ts';
import type { WxEvent } from '../phone-protocol.ts';
import type { Text } from '../text.ts';
import { type FlowEvent, timeOf } from './flow-event.ts';

/** Who takes part: another phone, the mini program on this one, its server, WeChat. */
export type Lane = 'other' | 'app' | 'server' | 'wechat';

/** How a call ended without an answer. */
export type Break = 'timeout' | 'unreachable' | 'aborted' | 'no-answer';

export interface Outcome {
  ok: boolean;
  /** `200`, `401 session-required`, `errcode 40029`; empty for a call that just worked. */
  text: string;
  broken?: Break;
  /** Nothing left the mini program: the simulator does not forward that host. */
  notSent?: true;
}

/** A question and its answer. */
export interface Message {
  id: string;
  /** `wx.login`, `POST /login`, `code2Session`. */
  name: string;
  /** What {@link meaningOf} knows it by. */
  about: string;
  from: Lane;
  to: Lane;
  /** Milliseconds since 1970. */
  startedAt: number;
  request: unknown;
  end?: { at: number; outcome: Outcome; response: unknown };
}

/** What is drawn, in order. */
export type Step =
  | { kind: 'started' | 'ended'; message: Message }
  | { kind: 'note'; at: number; text: Text };

/** The calls of wx that belong to the flow; the others are the mini program's own affair. */
const drawnCalls: Record<string, { to?: Lane; name?: string; about?: string }> = {
  login: { to: 'wechat' },
  checkSession: { to: 'wechat' },
  getUserInfo: { to: 'wechat' },
  getUserProfile: { to: 'wechat', about: 'wx.getUserInfo' },
  // A button, no call; but the phone tells of it as one.
  getPhoneNumber: { to: 'wechat', name: 'getPhoneNumber', about: 'wx.getPhoneNumber' },
  getRealtimePhoneNumber: {
    to: 'wechat',
    name: 'getRealtimePhoneNumber',
    about: 'wx.getPhoneNumber',
  },
  request: { to: 'server' },
  uploadFile: { to: 'server' },
  setStorage: { about: 'storage' },
  setStorageSync: { about: 'storage' },
  removeStorage: { about: 'storage' },
  removeStorageSync: { about: 'storage' },
  clearStorage: { about: 'storage' },
  clearStorageSync: { about: 'storage' },
};

/** Names of WeChat's docs for the paths of its server API. */
const endpointNames: Record<string, string> = {
  '/sns/jscode2session': 'code2Session',
  '/cgi-bin/token': 'getAccessToken',
  '/cgi-bin/stable_token': 'getStableAccessToken',
  '/wxa/business/getuserphonenumber': 'getPhoneNumber',
  '/wxa/checksession': 'checkSessionKey',
  '/wxa/resetusersessionkey': 'ResetUserSessionKey',
  '/cgi-bin/changeopenid': 'changeopenid',
};

/** Puts questions and answers together. */
export function readFlow(events: readonly FlowEvent[]): Step[] {
  const steps: Step[] = [];
  const open = new Map<string, Message>();
  const start = (message: Message) => {
    open.set(message.id, message);
    steps.push({ kind: 'started', message });
  };
  const end = (id: string, ended: NonNullable<Message['end']>) => {
    const message = open.get(id);
    // It began before the run did.
    if (!message) return;
    open.delete(id);
    message.end = ended;
    if (ended.outcome.notSent) message.to = message.from;
    steps.push({ kind: 'ended', message });
  };

  for (const event of events) {
    const at = timeOf(event);
    if (event.source === 'note') steps.push({ kind: 'note', at, text: event.text });
    else if (event.source === 'phone') {
      const id = `${event.phone}-${event.run}-${event.event.call}`;
      if (event.event.kind === 'called') {
        const message = calledBy(event.phone, id, event.event);
        if (message) start(message);
      } else end(id, { at, outcome: outcomeOfCall(event.event), response: event.event.output });
    } else if (event.event.kind === 'request-received') start(received(event.event));
    else if (event.event.kind === 'answered' || event.event.kind === 'unanswered') {
      const response = event.event.kind === 'answered' ? event.event.response : undefined;
      end(`wechat-${event.event.exchange}`, {
        at,
        outcome: outcomeOfExchange(event.event),
        response,
      });
    } else if (event.event.kind === 'push-sent') start(pushed(event.event));
    else if (event.event.kind === 'push-answered')
      end(`push-${event.event.push}`, {
        at,
        outcome: outcomeOfPush(event.event),
        response: { status: event.event.status, acknowledged: event.event.acknowledged },
      });
    else if (![...open.values()].some(({ from, to }) => to === 'wechat' && from !== 'server')) {
      // A code that was not requested from this page.
      const { kind, ...response } = event.event;
      const about = kind === 'code-issued' ? 'wx.login' : 'wx.getPhoneNumber';
      const message: Message = {
        id: `issued-${event.event.id}`,
        name: about === 'wx.login' ? about : 'getPhoneNumber',
        about,
        from: 'app',
        to: 'wechat',
        startedAt: at,
        request: {},
      };
      start(message);
      end(message.id, { at, outcome: { ok: true, text: 'code' }, response });
    }
  }
  return steps;
}

function calledBy(
  phone: CallingPhone,
  id: string,
  { name, input, at }: WxEvent & { kind: 'called' },
): Message | undefined {
  const drawn = drawnCalls[name];
  if (!drawn) return undefined;
  const from: Lane = phone === 'this' ? 'app' : 'other';
  const { url, method } = (input ?? {}) as { url?: unknown; method?: unknown };
  const toServer = drawn.to === 'server';
  const request = `${String(method ?? (name === 'uploadFile' ? 'POST' : 'GET')).toUpperCase()} ${pathOf(String(url))}`;
  return {
    id,
    name: drawn.name ?? (toServer ? request : `wx.${name}`),
    about: drawn.about ?? (toServer ? request : `wx.${name}`),
    from,
    to: drawn.to ?? from,
    startedAt: at,
    request: input,
  };
}

function pathOf(url: string): string {
  try {
    return new URL(url).pathname;
  } catch {
    return url;
  }
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const breaks: Record<number, Break> = { 5: 'timeout', 600001: 'unreachable', 108: 'unreachable' };
const notForwarded = 600002;

function outcomeOfCall({ name, ok, output }: WxEvent & { kind: 'ended' }): Outcome {
  const { statusCode, data, code, errno, errMsg } = (output ?? {}) as Record<string, unknown>;
  if (!ok) {
    const reason = String(errMsg ?? output).replace(/^.*?:fail ?/, '');
    if (Number(errno) === notForwarded) return { ok, text: reason, notSent: true };
    const broken = reason === 'abort' ? 'aborted' : breaks[Number(errno)];
    return { ok, text: reason, ...(broken && { broken }) };
  }
  if (name === 'login') return { ok, text: code === undefined ? '' : 'code' };
  if (statusCode === undefined) return { ok, text: '' };
  const problem = (data as { code?: unknown } | undefined)?.code;
  const failed = Number(statusCode) >= 400;
  const text = failed && typeof problem === 'string' ? `${statusCode} ${problem}` : `${statusCode}`;
  return { ok: !failed, text };
}

type EventOf<Kind extends FakeEvent['kind']> = Extract<FakeEvent, { kind: Kind }>;

const received = (event: EventOf<'request-received'>): Message => ({
  id: `wechat-${event.exchange}`,
  name: endpointNames[event.endpoint] ?? `${event.method} ${event.endpoint}`,
  about: event.endpoint,
  from: 'server',
  to: 'wechat',
  startedAt: event.at,
  request: {
    method: event.method,
    path: event.endpoint,
    query: event.query,
    ...(event.body && { body: event.body }),
  },
});

const pushed = ({ push, at, event, ...about }: EventOf<'push-sent'>): Message => ({
  id: `push-${push}`,
  name: event,
  about: event,
  from: 'wechat',
  to: 'server',
  startedAt: at,
  request: { Event: event, attempt: about.attempt, encrypted: about.encrypted },
});

function outcomeOfPush({ acknowledged, status }: EventOf<'push-answered'>): Outcome {
  if (status === undefined) return { ok: false, text: '', broken: 'no-answer' };
  return { ok: acknowledged, text: acknowledged ? 'success' : `${status}` };
}

function outcomeOfExchange(event: EventOf<'answered' | 'unanswered'>): Outcome {
  if (event.kind === 'unanswered')
    return {
      ok: false,
      text: '',
      broken: event.failure === 'hang' || event.failure === 'latency' ? 'timeout' : 'no-answer',
    };
  const { status, response } = event;
  if (typeof response === 'string')
    return { ok: false, text: response ? `${status} HTML` : `${status}` };
  const errcode = response.errcode ?? 0;
  return errcode === 0
    ? { ok: true, text: `${status}` }
    : { ok: false, text: `errcode ${errcode}` };
}
