import type { FakeApp } from './apps.ts';
import type { Endpoint } from './endpoints.ts';
import type { FakeEvent, FakeEventListener } from './events.ts';
import type { Failure } from './failures.ts';
import type { FakePerson } from './people.ts';
import type { Quota } from './quotas.ts';
import type { EncryptedUserData } from './user-data.ts';

export interface FakeWechatOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** Milliseconds since 1970; the lives of codes and access_tokens, and quotas, are measured by it. */
  now?: () => number;
  apps?: readonly FakeApp[];
  people?: readonly FakePerson[];
  /** A certificate and its private key as PEM: the fake then speaks HTTPS only. */
  tls?: { cert: string; key: string };
}

/** One person in one app. */
export interface PersonInApp {
  personId: string;
  appId: string;
}

export interface FakeWechat {
  /** Stands for https://api.weixin.qq.com. */
  readonly url: string;
  readonly apps: readonly FakeApp[];
  readonly people: readonly FakePerson[];
  /** What wx.login hands out. Throws on a person or an app that the fake does not know. */
  issueCode(input: PersonInApp): string;
  /** What the getPhoneNumber button hands out. Throws as issueCode does, and on a person without a phone number. */
  issuePhoneCode(input: PersonInApp): string;
  /**
   * What a `wx.*` call would hand the mini program, encrypted with the session_key of now: user info, unless told
   * otherwise. Throws as issueCode does, before the first login, and on a person without the phone number asked for.
   */
  encryptUserData(input: PersonInApp & { of?: 'user-info' | 'phone-number' }): EncryptedUserData;
  /** 28 characters that start with `o`; the same in every run. Throws as issueCode does. */
  openidOf(input: PersonInApp): string;
  /** Ends the five minutes of a code of either kind at once. */
  expireCode(code: string): void;
  /** What a login on another device does to the session_key. Throws as issueCode does. */
  rotateSessionKey(input: PersonInApp): void;
  /** Undefined before the first login. Throws as issueCode does. */
  sessionKeyOf(input: PersonInApp): string | undefined;
  /** Lets only these IP addresses fetch an access_token; an empty list lets all. Throws on an unknown app. */
  setWhitelist(input: { appId: string; addresses: readonly string[] }): void;
  /** Replaces the quota that each app has at an endpoint. */
  setQuota(input: Quota & { endpoint: Endpoint }): void;
  /** Ends every access_token of the app, as a forced refresh elsewhere does. Throws on an unknown app. */
  revokeAccessTokens(input: { appId: string }): void;
  /**
   * Makes requests fail. Failures with `times` are met first, in the order in which they were
   * scripted; one without it lasts until it is cleared or another without it takes its place.
   */
  fail(failure: Failure, options?: { endpoint?: Endpoint; times?: number }): void;
  clearFailures(): void;
  /** The last 1,000, secrets masked. */
  readonly events: readonly FakeEvent[];
  /** Calls the listener with each event to come, until the function that it returns is called. */
  onEvent(listener: FakeEventListener): () => void;
  /** Requests received: to one endpoint, or to any path. */
  calls(endpoint?: Endpoint): number;
  /** Stops listening and ends every connection, also those that hang. */
  close(): Promise<void>;
}
