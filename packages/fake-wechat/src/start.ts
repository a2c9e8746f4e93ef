import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { defaultApps, type FakeApp } from './apps.ts';
import { createCodes } from './codes.ts';
import type { Endpoint } from './endpoints.ts';
import { createEventLog, type FakeEvent, type FakeEventListener } from './events.ts';
import { createFailureScript, type Failure } from './failures.ts';
import { mask } from './mask.ts';
import { people as defaultPeople, type FakePerson, openidOf } from './people.ts';
import { createSessionKeys } from './session-keys.ts';
import { createWechatServer } from './wechat-server.ts';
import type { World } from './world.ts';

export interface FakeWechatOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** 127.0.0.1 by default. */
  host?: string;
  /** Milliseconds since 1970; the lives of codes are measured by it. */
  now?: () => number;
  apps?: readonly FakeApp[];
  people?: readonly FakePerson[];
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
  /** 28 characters that start with `o`; the same in every run. Throws as issueCode does. */
  openidOf(input: PersonInApp): string;
  /** Ends the five minutes of a code at once. */
  expireCode(code: string): void;
  /** What a login on another device does to the session_key. Throws as issueCode does. */
  rotateSessionKey(input: PersonInApp): void;
  /** Undefined before the first login. Throws as issueCode does. */
  sessionKeyOf(input: PersonInApp): string | undefined;
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

/**
 * Starts a fake of WeChat's server API, which forgets everything when it is closed.
 * @throws the listen error of node:net, such as EADDRINUSE
 */
export async function startFakeWechat(options: FakeWechatOptions = {}): Promise<FakeWechat> {
  const { port = 0, host = '127.0.0.1', now = Date.now } = options;
  const { apps = defaultApps, people = defaultPeople } = options;
  const world: World = {
    apps,
    people,
    now,
    codes: createCodes(now),
    sessionKeys: createSessionKeys(),
  };
  const log = createEventLog(now);
  const failures = createFailureScript();
  const wechat = createWechatServer({ world, failures, log });

  function knownOpenid({ personId, appId }: PersonInApp): string {
    if (!apps.some((app) => app.appId === appId)) throw new Error(`unknown AppID: ${appId}`);
    if (!people.some(({ id }) => id === personId)) throw new Error(`unknown person: ${personId}`);
    return openidOf(personId, appId);
  }

  const server = createServer((req, res) => void wechat.handle(req, res));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: takenPort } = server.address() as AddressInfo;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${takenPort}`,
    apps,
    people,
    issueCode(input) {
      knownOpenid(input);
      const code = world.codes.issue(input);
      log.add({
        kind: 'code-issued',
        appId: input.appId,
        personId: input.personId,
        code: mask(code),
      });
      return code;
    },
    openidOf: knownOpenid,
    expireCode: world.codes.expire,
    rotateSessionKey(input) {
      world.sessionKeys.rotate(knownOpenid(input));
    },
    sessionKeyOf: (input) => world.sessionKeys.current(knownOpenid(input)),
    fail: (failure, scope = {}) => failures.add({ failure, ...scope }),
    clearFailures: failures.clear,
    events: log.events,
    onEvent: log.subscribe,
    calls: wechat.calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
