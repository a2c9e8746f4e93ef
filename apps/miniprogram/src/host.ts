import { ClientFailure, type HostError } from './failure.ts';

/** Reads a value of the host, which may lack the method or throw: undefined then. */
export function readHost<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const ignore = () => undefined;

/**
 * Calls a method of `wx` that reports failure through a callback. One that is missing or throws counts as one that fails.
 * @param fail receives the failure; without it, a failure has no consequence
 */
export function callHost(
  call: (fail: (error: HostError) => void) => unknown,
  fail: (error: HostError) => void = ignore,
): void {
  try {
    call(fail);
  } catch (error) {
    fail({ errMsg: String(error) });
  }
}

/**
 * The same as a promise, for a call that someone waits for: it rejects with `timeout` where no callback ever comes.
 * @param patience milliseconds; more than the timeout that the call itself was given
 */
export const waitForHost = <Value>(
  patience: number,
  call: (resolve: (value: Value) => void, fail: (error: HostError) => void) => unknown,
  failureOf: (error: HostError) => Error,
): Promise<Value> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ClientFailure('timeout')), patience);
    const end =
      <Argument>(settle: (argument: Argument) => void) =>
      (argument: Argument) => {
        clearTimeout(timer);
        settle(argument);
      };
    callHost(
      (fail) => call(end(resolve), fail),
      end((error) => reject(failureOf(error))),
    );
  });

/** Shows the first page in place of all others. */
export const toIndex = () => callHost((fail) => wx.reLaunch({ url: '/pages/index/index', fail }));
