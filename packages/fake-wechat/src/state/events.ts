import type { JsonObject } from '../protocol/json.ts';
import type { Failure } from './failures.ts';

interface EventBase {
  /** Counts up from 1. */
  id: number;
  /** Milliseconds since 1970, by the fake's clock. */
  at: number;
}

/** wx.login handed out a code. */
export interface CodeIssued extends EventBase {
  kind: 'code-issued';
  appId: string;
  personId: string;
  /** Masked. */
  code: string;
}

/** The getPhoneNumber button handed out a code. */
export interface PhoneCodeIssued extends EventBase {
  kind: 'phone-code-issued';
  appId: string;
  personId: string;
  /** Masked. */
  code: string;
}

/** A request to WeChat arrived. */
export interface RequestReceived extends EventBase {
  kind: 'request-received';
  /** Links the request to the event that ends it. */
  exchange: number;
  method: string;
  /** The path, even if the fake does not implement it. */
  endpoint: string;
  /** Masked. */
  query: JsonObject;
  /** Masked. Absent if the body is not a JSON object. */
  body?: JsonObject;
  /** Taken from the access_token if the request does not name it. */
  appId?: string;
}

interface ExchangeEnd extends EventBase {
  exchange: number;
  endpoint: string;
  appId?: string;
  personId?: string;
  durationMs: number;
  failure?: Failure['kind'];
}

/** A response is being sent. */
export interface Answered extends ExchangeEnd {
  kind: 'answered';
  status: number;
  /** Masked; the text if the response is not JSON. */
  response: JsonObject | string;
}

/** The connection ended without a response: dropped, closed by the caller, or closed with the fake. */
export interface Unanswered extends ExchangeEnd {
  kind: 'unanswered';
}

interface PushBase extends EventBase {
  /** Links the message to its answer. */
  push: number;
  appId: string;
  personId: string;
  /** The event that the message tells of, such as user_authorization_revoke. */
  event: string;
  /** 1 for the first. */
  attempt: number;
}

/** A message is being posted to the server of an app. */
export interface PushSent extends PushBase {
  kind: 'push-sent';
  /** 安全模式 or 兼容模式. */
  encrypted: boolean;
}

/** The server answered a message, or did not. */
export interface PushAnswered extends PushBase {
  kind: 'push-answered';
  acknowledged: boolean;
  /** Absent if no response came. */
  status?: number;
  durationMs: number;
}

export type FakeEvent =
  | CodeIssued
  | PhoneCodeIssued
  | RequestReceived
  | Answered
  | Unanswered
  | PushSent
  | PushAnswered;
export type FakeEventListener = (event: FakeEvent) => void;

type WithoutBase<Event> = Event extends FakeEvent ? Omit<Event, keyof EventBase> : never;

export interface EventLog {
  add(event: WithoutBase<FakeEvent>): void;
  readonly events: readonly FakeEvent[];
  subscribe(listener: FakeEventListener): () => void;
}

const keptEvents = 1000;

/** Keeps the last 1,000 events; `now` is in milliseconds. */
export function createEventLog(now: () => number): EventLog {
  const events: FakeEvent[] = [];
  const listeners = new Set<FakeEventListener>();
  let lastId = 0;

  return {
    events,
    add(details) {
      lastId += 1;
      const event: FakeEvent = { id: lastId, at: now(), ...details };
      events.push(event);
      if (events.length > keptEvents) events.shift();
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
