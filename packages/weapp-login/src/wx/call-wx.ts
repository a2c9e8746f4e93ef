import { ClientFailure } from '../client/client-failure.ts';
import type { WxError } from './wx-error.ts';

/** Returns a value of `wx`, and undefined where the method is missing or throws. */
export function readWx<Value>(read: () => Value): Value | undefined {
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
export function callWx(
  call: (fail: (error: WxError) => void) => unknown,
  fail: (error: WxError) => void = ignore,
): void {
  try {
    call(fail);
  } catch (error) {
    fail({ errMsg: String(error) });
  }
}

/**
 * The same as a promise, for a call that someone waits for: it rejects with `timeout` where no callback ever comes.
 * @param patienceMs more than the timeout that the call itself was given
 */
export function waitForWx<Value>(
  patienceMs: number,
  call: (resolve: (value: Value) => void, fail: (error: WxError) => void) => unknown,
  failureOf: (error: WxError) => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ClientFailure('timeout')), patienceMs);
    const end =
      <Argument>(settle: (argument: Argument) => void) =>
      (argument: Argument) => {
        clearTimeout(timer);
        settle(argument);
      };
    callWx(
      (fail) => call(end(resolve), fail),
      end((error) => reject(failureOf(error))),
    );
  });
}
