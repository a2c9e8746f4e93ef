import type { ResponseOf, Routes } from '../define-routes.ts';
import { ProblemError } from '../problem.ts';
import type { Call } from '../route-call.ts';
import type { routes as loginRoutes } from '../routes.ts';
import type { LoginResponse, User } from '../schemas.ts';
import { ClientFailure, type ClientFailureKind } from './client-failure.ts';
import { isMeResponse } from './response-checks.ts';
import type { Send, SentCall } from './send.ts';

/** The routes of an app: those of the login, and its own. */
export type AppRoutes = Routes &
  Pick<typeof loginRoutes, 'login' | 'logout' | 'revokeSessions' | 'deleteMe'>;

/** Where a session outlives a run of the program. No method throws. */
export interface SessionStorage {
  /** Returns the session, or `logged-out` after a log-out. */
  read(): LoginResponse | 'logged-out' | undefined;
  write(session: LoginResponse): void;
  /** Forgets the session and remembers the log-out: no later run reads the session, whatever storage does. */
  clear(): void;
}

/**
 * Who is logged in here. Each method rejects with a Failure.
 * @typeParam File how a call names a file
 */
export interface Session<R extends AppRoutes, File> {
  /**
   * Returns the session as it is remembered. A 401 of the server is the only judge of it: `expiresAt` moves with use, the
   * phone's clock may be wrong, and wx.checkSession is about WeChat's session_key.
   */
  current(): LoginResponse | undefined;
  /** Logs in. Callers that come while a login is under way share it. */
  login(): Promise<LoginResponse>;
  /**
   * Calls a route. One that needs a session logs in first where there is none, and after a 401 once more, both shared by
   * all; only a person who has logged out is not logged in again unasked. A response that tells who the
   * person is becomes the remembered one.
   */
  call<Name extends keyof R & string>(
    name: Name,
    call: Call<R[Name], File>,
  ): Promise<ResponseOf<R[Name]>>;
  /** Forgets the session at once, and tells the server to close it. */
  logout(): void;
  /** Ends all sessions of the person, and forgets this one once the server has done so. */
  logoutEverywhere(): Promise<void>;
  /** Deletes the person (注销账号), and forgets the session once the server has done so. It cannot be undone. */
  deleteAccount(): Promise<void>;
}

/** Calls that end every session: a 401 on the way is not the end that was asked for, but one that came before it. */
const endings: readonly string[] = ['revokeSessions', 'deleteMe'];

/** After these the server may have carried the request out or not. */
const outcomeUnknown: readonly ClientFailureKind[] = ['unreachable', 'timeout', 'interrupted'];

/** A session, and whether its person has asked for its end without learning whether the server did so. */
type Remembered = LoginResponse & { leaving?: boolean };

const isOutcomeUnknown = (error: unknown): boolean =>
  error instanceof ClientFailure && outcomeUnknown.includes(error.code);

/** Whether a response tells something else about the same person. */
const isNews = (known: User, told: User): boolean =>
  known.id === told.id && JSON.stringify(known) !== JSON.stringify(told);

const isProblem = (error: unknown, code: ProblemError['code']): boolean =>
  error instanceof ProblemError && error.code === code;

/**
 * Returns the session of a client, whatever it sends its requests with.
 * @param options.getCode asks WeChat for a code
 * @param options.appId undefined leaves it to the server, which then must have one AppID only
 * @param options.newKey makes the Idempotency-Key of an attempt; it need not be secret, only different each time
 */
export function createSessionOn<R extends AppRoutes, File>(options: {
  routes: R;
  send: Send;
  getCode: () => Promise<string>;
  storage: SessionStorage;
  appId: string | undefined;
  newKey: () => string;
}): Session<R, File> {
  const { routes, send, getCode, storage, appId, newKey } = options;
  const stored = storage.read();
  let loggedOut = stored === 'logged-out';
  let current: Remembered | undefined = stored === 'logged-out' ? undefined : stored;
  let pending: Promise<LoginResponse> | undefined;

  /** Exchanges a new code. A lost answer is asked for again under the same key, which never spends the code twice. */
  async function exchange(): Promise<LoginResponse> {
    const body = { code: await getCode(), ...(appId && { appId }) };
    const call = { body, header: { 'idempotency-key': newKey() } };
    const sendLogin = () => send('login', call) as Promise<LoginResponse>;
    try {
      return await sendLogin();
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
      return sendLogin();
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

  /** Does not wait: the token is forgotten here either way, and expires unused. */
  function close({ token }: LoginResponse): void {
    send('logout', { token }).catch(() => undefined);
  }

  function login(): Promise<LoginResponse> {
    if (pending) return pending;
    loggedOut = false;
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

  async function callWithToken(name: string, call: SentCall): Promise<unknown> {
    if (!current && loggedOut) throw new ProblemError('session-required');
    const used = current ?? (await login());
    try {
      return await send(name, { ...call, token: used.token });
    } catch (error) {
      if (!isProblem(error, 'session-required')) throw error;
      if (current?.leaving && !endings.includes(name)) forget();
      // A person who has logged out is not logged in again unasked.
      if (!current) throw new ClientFailure('logged-out');
      // A 401 about a token that was replaced meanwhile says nothing about the one that replaced it.
      const { token } = current.token === used.token ? await login() : current;
      return send(name, { ...call, token });
    }
  }

  async function call(name: string, given: SentCall): Promise<unknown> {
    if (routes[name]?.auth !== 'bearer') return send(name, given);
    const data = await callWithToken(name, given);
    if (current && isMeResponse(data) && isNews(current.user, data.user))
      remember({ ...current, user: data.user });
    return data;
  }

  function forget(): void {
    current = undefined;
    pending = undefined;
    loggedOut = true;
    storage.clear();
  }

  async function endAll(name: 'revokeSessions' | 'deleteMe'): Promise<void> {
    try {
      await call(name, {});
    } catch (error) {
      // The next 401 then is the end that was asked for, and no reason to log in again.
      if (current && isOutcomeUnknown(error)) remember({ ...current, leaving: true });
      throw error;
    }
    forget();
  }

  return {
    current: () => current,
    login,
    call: call as Session<R, File>['call'],
    logout() {
      if (current) close(current);
      forget();
    },
    logoutEverywhere: () => endAll('revokeSessions'),
    deleteAccount: () => endAll('deleteMe'),
  };
}
