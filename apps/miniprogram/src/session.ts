import {
  type LoginResponse,
  type MeResponse,
  ProblemError,
  type ResponseBody,
  type routes,
} from '@weapp-login/shared';
import type { CalledRoute } from './answers.ts';
import { ClientFailure, type ClientFailureKind } from './failure.ts';
import type { Call, Request } from './request.ts';
import type { SessionStorage } from './session-storage.ts';
import type { WxLogin } from './wx-login.ts';

/** The routes that need a token. */
type BearerRoute = {
  [Name in CalledRoute]: (typeof routes)[Name]['auth'] extends 'bearer' ? Name : never;
}[CalledRoute];

/** Those of them that answer with the person. */
type PersonRoute = {
  [Name in BearerRoute]: ResponseBody<Name> extends MeResponse ? Name : never;
}[BearerRoute];

/** Who is logged in on this phone. Each method rejects with a Failure. */
export interface Session {
  /**
   * The session as it is remembered. A 401 of the server is the only judge of it: `expiresAt` moves with use, the
   * phone's clock may be wrong, and wx.checkSession is about WeChat's session_key.
   */
  current(): LoginResponse | undefined;
  /** Logs in. Callers that come while a login is under way share it. */
  login(): Promise<LoginResponse>;
  /** Calls a route with the token. A 401 leads to one login, shared by all, and one more try. */
  authorized<Name extends BearerRoute>(
    name: Name,
    call: Omit<Call<Name>, 'token'>,
  ): Promise<ResponseBody<Name>>;
  /** Calls a route that answers with the person, and remembers the answer. */
  update<Name extends PersonRoute>(name: Name, call: Omit<Call<Name>, 'token'>): Promise<void>;
  /** Asks the server who this is. */
  refresh(): Promise<void>;
  /** Forgets the session at once, and tells the server to close it. */
  logout(): void;
  /** Ends all sessions of the person, and forgets this one once the server has done so. */
  logoutEverywhere(): Promise<void>;
}

/** After these the server may have carried the request out or not. */
const outcomeUnknown: readonly ClientFailureKind[] = ['unreachable', 'timeout', 'interrupted'];

/** A session, and whether its person has asked for its end without learning whether the server did so. */
type Remembered = LoginResponse & { leaving?: boolean };

const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof ClientFailure && outcomeUnknown.includes(error.code);

const isProblem = (error: unknown, code: ProblemError['code']): boolean =>
  error instanceof ProblemError && error.code === code;

/**
 * @param options.appId undefined leaves it to the server, which then must have one AppID only
 * @param options.newKey makes the Idempotency-Key of an attempt; it need not be secret, only different each time
 */
export function createSession(options: {
  wxLogin: WxLogin;
  request: Request;
  storage: SessionStorage;
  appId: string | undefined;
  newKey: () => string;
}): Session {
  const { wxLogin, request, storage, appId, newKey } = options;
  let current: Remembered | undefined = storage.read();
  let pending: Promise<LoginResponse> | undefined;

  /** Exchanges a new code. A lost answer is asked for again under the same key, which never spends the code twice. */
  async function exchange(): Promise<LoginResponse> {
    const body = { code: await wxLogin(), ...(appId && { appId }) };
    const call = { body, idempotencyKey: newKey() };
    try {
      return await request('login', call);
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      return request('login', call);
    }
  }

  async function open(): Promise<LoginResponse> {
    try {
      return await exchange();
    } catch (error) {
      if (!isProblem(error, 'code-rejected')) throw error;
      return exchange();
    }
  }

  function remember(session: Remembered): void {
    current = session;
    storage.write(session);
  }

  /** Nobody waits for this: the token is forgotten on this phone either way, and expires unused. */
  function close({ token }: LoginResponse): void {
    request('logout', { token }).catch(() => undefined);
  }

  function login(): Promise<LoginResponse> {
    if (pending) return pending;
    const own: Promise<LoginResponse> = open().then((opened) => {
      if (pending !== own) {
        close(opened);
        throw new ClientFailure('logged-out');
      }
      remember(opened);
      return opened;
    });
    const ended = () => {
      if (pending === own) pending = undefined;
    };
    own.then(ended, ended);
    pending = own;
    return own;
  }

  async function authorized<Name extends BearerRoute>(
    name: Name,
    call: Omit<Call<Name>, 'token'>,
  ): Promise<ResponseBody<Name>> {
    const send = ({ token }: LoginResponse) => request(name, { ...call, token } as Call<Name>);
    const used = current ?? (await pending);
    if (!used) throw new ProblemError('session-required');
    try {
      return await send(used);
    } catch (error) {
      if (!isProblem(error, 'session-required')) throw error;
      if (current?.leaving && name !== 'revokeSessions') forget();
      // No one who has logged out is logged in again unasked.
      if (!current) throw new ClientFailure('logged-out');
      // A 401 about a token that was replaced meanwhile says nothing about the one that replaced it.
      return send(current.token === used.token ? await login() : current);
    }
  }

  async function update<Name extends PersonRoute>(
    name: Name,
    call: Omit<Call<Name>, 'token'>,
  ): Promise<void> {
    const { user } = (await authorized(name, call)) as MeResponse;
    if (current) remember({ ...current, user });
  }

  function forget(): void {
    current = undefined;
    pending = undefined;
    storage.clear();
  }

  return {
    current: () => current,
    login,
    authorized,
    update,
    refresh: () => update('me', {}),
    logout() {
      if (current) close(current);
      forget();
    },
    async logoutEverywhere() {
      try {
        await authorized('revokeSessions', {});
      } catch (error) {
        // The next 401 then is the end that was asked for, and no reason to log in again.
        if (current && isOutcomeUnknown(error)) remember({ ...current, leaving: true });
        throw error;
      }
      forget();
    },
  };
}
