import type { Endpoint } from '../protocol/endpoints.ts';
import type { FakeApp } from '../state/apps.ts';
import type { FakeEvent, FakeEventListener } from '../state/events.ts';
import type { Failure } from '../state/failures.ts';
import type { FakePerson } from '../state/people.ts';
import type { Push, PushResult, PushSettings } from '../state/push-settings.ts';
import type { Quota } from '../state/quotas.ts';
import type { EncryptedUserData } from '../state/user-data.ts';

export interface FakeWechatOptions {
  /** Default: 0, any free port. */
  port?: number;
  /** Default: 127.0.0.1. */
  host?: string;
  /** Milliseconds since 1970. Lifetimes and quotas follow this clock. Default: Date.now. */
  now?: () => number;
  apps?: readonly FakeApp[];
  people?: readonly FakePerson[];
  /** Whether other machines may use the controls over HTTP. Default: false, only this one. */
  remoteControls?: boolean;
  /** A certificate and its private key as PEM. If set, the fake serves HTTPS only. */
  tls?: { cert: string; key: string };
}

/** One person in one app. */
export interface PersonInApp {
  personId: string;
  appId: string;
}

export interface FakeWechat {
  /** Use it in place of https://api.weixin.qq.com. */
  readonly url: string;
  readonly apps: readonly FakeApp[];
  readonly people: readonly FakePerson[];
  /** Issues a code as wx.login does. Throws for an unknown person or app. */
  issueCode(input: PersonInApp): string;
  /** Issues a code as the getPhoneNumber button does. Throws as issueCode does, and for a person without a phone number. */
  issuePhoneCode(input: PersonInApp): string;
  /**
   * Returns what a `wx.*` call would pass to the mini program, encrypted with the current session_key. Default:
   * user info. Throws as issueCode does, before the first login, and for a person without the phone number asked for.
   */
  encryptUserData(input: PersonInApp & { of?: 'user-info' | 'phone-number' }): EncryptedUserData;
  /** Returns the openid: 28 characters that start with `o`, the same in every run. Throws as issueCode does. */
  openidOf(input: PersonInApp): string;
  /** Expires a code of either kind. */
  expireCode(code: string): void;
  /** Replaces the session_key, as a login on another device does. Throws as issueCode does. */
  rotateSessionKey(input: PersonInApp): void;
  /** Returns the session_key; undefined before the first login. Throws as issueCode does. */
  sessionKeyOf(input: PersonInApp): string | undefined;
  /**
   * Sets when WeChat replaces a session_key: when a code is exchanged (the default), or already when wx.login or a
   * pre-fetch (数据预拉取) obtains one, whether it is exchanged or not. WeChat does either.
   */
  replaceSessionKeyBy(step: 'exchange' | 'code'): void;
  /** Moves the people of one app to another: changeopenid of the second then converts the openids of the first. */
  moveApp(input: { from: string; to: string }): void;
  /**
   * Fetches data as WeChat does before it opens a mini program (数据预拉取), from an address that identifies the person
   * by a code, and returns what wx.getBackgroundFetchData gives the mini program. Throws as issueCode does.
   */
  prefetch(input: PersonInApp & { url: string }): Promise<string>;
  /** Allows only these IP addresses to fetch an access_token; an empty list allows all. Throws for an unknown app. */
  setWhitelist(input: { appId: string; addresses: readonly string[] }): void;
  /** Replaces the quota of each app at an endpoint. */
  setQuota(input: Quota & { endpoint: Endpoint }): void;
  /** Revokes every access_token of the app, as a forced refresh elsewhere does. Throws for an unknown app. */
  revokeAccessTokens(input: { appId: string }): void;
  /**
   * Sets the address that messages of an app are pushed to, after checking it with `echostr` as the console does.
   * Rejects if the address does not answer with it, and for an unknown app.
   */
  setMessagePush(input: PushSettings): Promise<void>;
  /**
   * Pushes an event about a person's consent to the app's address. Each copy is sent up to three times, until it is
   * acknowledged. Rejects for an unknown person or app, and without an address.
   */
  pushEvent(input: Push): Promise<PushResult[]>;
  /**
   * Makes requests fail. Failures with `times` apply first, in the order in which they were scripted; one without
   * `times` lasts until it is cleared or replaced.
   */
  fail(failure: Failure, options?: { endpoint?: Endpoint; times?: number }): void;
  clearFailures(): void;
  /** The last 1,000 events, secrets masked. */
  readonly events: readonly FakeEvent[];
  /** Calls the listener with each new event. Returns a function that unsubscribes it. */
  onEvent(listener: FakeEventListener): () => void;
  /** Returns the number of requests received, at one endpoint or in all. */
  calls(endpoint?: Endpoint): number;
  /** Stops listening and closes every connection, including those that hang. */
  close(): Promise<void>;
}
