import type { Fault } from '../mini-program/fault.ts';
import type { PlaceOf } from './location.ts';

/** What the mini program throws where WeChat would have gone on. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';
}

/** Turns anything thrown into what the phone shows. */
export function faultOf(thrown: unknown, placeOf: PlaceOf): Fault {
  const isError = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
  const { name, message, stack } = (isError ? thrown : {}) as Partial<Error>;
  const where = placeOf(stack);
  const unsupported = thrown instanceof UnsupportedError;
  return {
    message: isError
      ? name && name !== 'Error' && !unsupported
        ? `${name}: ${message}`
        : String(message)
      : typeof thrown === 'object'
        ? JSON.stringify(thrown)
        : String(thrown),
    ...(where !== undefined && { where }),
    ...(unsupported && { unsupported }),
  };
}

/** An error or a rejection that the mini program did not catch. */
export interface Uncaught {
  fault: Fault;
  /** What was thrown, or the reason of the rejection. */
  thrown: unknown;
  /** The promise that was rejected; absent for an error. */
  promise?: Promise<unknown>;
}

export function listenToUncaught(
  window: Window,
  placeOf: PlaceOf,
  report: (uncaught: Uncaught) => void,
): void {
  window.addEventListener('error', ({ error, message, filename, lineno }) => {
    const fault = error ? faultOf(error, placeOf) : { message };
    const where = fault.where ?? placeOf(`${filename}:${lineno}`);
    report({
      fault: { ...fault, ...(where !== undefined && { where }) },
      thrown: error ?? message,
    });
  });
  window.addEventListener('unhandledrejection', ({ reason, promise }) =>
    report({ fault: faultOf(reason, placeOf), thrown: reason, promise }),
  );
}
