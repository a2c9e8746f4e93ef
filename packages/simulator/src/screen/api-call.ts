import type { Host } from '../phone-protocol.ts';

/** Why an API fails: what stands after `fail` in errMsg, and its errno where the platform has one. */
export class WxFailure extends Error {
  override readonly name = 'WxFailure';
  readonly errno: number | undefined;
  constructor(reason: string, errno?: number) {
    super(reason);
    this.errno = errno;
  }
}

export interface Callbacks {
  success?(result: object): void;
  fail?(failure: object): void;
  complete?(result: object): void;
}

export type Options = Callbacks & Record<string, unknown>;

// biome-ignore lint/suspicious/noConfusingVoidType: an API that answers nothing may be written as one that returns nothing
export type Outcome = object | void;

export interface Caller {
  /**
   * An API with success, fail and complete, which answers a Promise where none of them is given.
   * @param perform throws a {@link WxFailure} to fail
   */
  api(
    name: string,
    perform: (options: Options) => Outcome | Promise<Outcome>,
  ): (options?: Options) => unknown;
  /** An API that answers at once. */
  sync<Arguments extends unknown[], Result>(
    name: string,
    perform: (...given: Arguments) => Result,
  ): (...given: Arguments) => Result;
  /** Starts a call of an API whose answer is not a Promise; the function that it answers ends the call. */
  begin(name: string, options: Options): (outcome: object | WxFailure) => void;
}

/** Reports every call and its end to the phone. */
export function createCaller(host: Host, now: () => number): Caller {
  let calls = 0;

  function begin(name: string, options: Options) {
    calls += 1;
    const call = calls;
    host.wxEvent({ kind: 'called', call, at: now(), name, input: inputOf(options) });
    return (outcome: object | WxFailure) => {
      const ok = !(outcome instanceof WxFailure);
      const output = ok ? { ...outcome, errMsg: `${name}:ok` } : failureOf(name, outcome);
      host.wxEvent({ kind: 'ended', call, at: now(), name, ok, output });
      // Apart from each other, so that what one callback throws does not keep the next from being called.
      if (ok) later(() => options.success?.(output));
      else later(() => options.fail?.(output));
      later(() => options.complete?.(output));
    };
  }

  return {
    begin,
    sync(name, perform) {
      return (...given) => {
        calls += 1;
        const call = calls;
        host.wxEvent({ kind: 'called', call, at: now(), name, input: given });
        const ended = (ok: boolean, output: unknown) =>
          host.wxEvent({ kind: 'ended', call, at: now(), name, ok, output });
        try {
          const result = perform(...given);
          ended(true, result);
          return result;
        } catch (error) {
          ended(false, String(error));
          throw error;
        }
      };
    },
    api(name, perform) {
      return (options = {}) => {
        const end = begin(name, options);
        const outcome = new Promise<object>((resolve, reject) => {
          Promise.resolve()
            .then(() => perform(options))
            .then(
              (outcome) => {
                const result = outcome ?? {};
                end(result);
                resolve({ ...result, errMsg: `${name}:ok` });
              },
              (error: unknown) => {
                const failure = error instanceof WxFailure ? error : new WxFailure(String(error));
                // An error of the page that was opened, not a result: only the phone reports it.
                if (failure !== error) later(() => raise(error));
                end(failure);
                reject(failureOf(name, failure));
              },
            );
        });
        if (!options.success && !options.fail && !options.complete) return outcome;
        outcome.catch(() => {});
        return undefined;
      };
    },
  };
}

const failureOf = (name: string, { message, errno }: WxFailure) => ({
  errMsg: `${name}:fail ${message}`,
  ...(errno !== undefined && { errno }),
});

const inputOf = (options: Options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => typeof value !== 'function'));

function raise(error: unknown): never {
  throw error;
}

const later = (callback: () => void) => setTimeout(callback, 0);
