import type { Fault } from '../mini-program/fault.ts';
import { placeOf } from './location.ts';

/** Turns anything thrown into what the phone shows. */
export function faultOf(thrown: unknown): Fault {
  const isError = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
  const { name, message, stack } = (isError ? thrown : {}) as Partial<Error>;
  const where = placeOf(stack);
  return {
    message: isError
      ? name && name !== 'Error'
        ? `${name}: ${message}`
        : String(message)
      : typeof thrown === 'object'
        ? JSON.stringify(thrown)
        : String(thrown),
    ...(where !== undefined && { where }),
  };
}

/** Reports what nobody in the mini program caught. */
export function reportUncaught(window: Window, report: (fault: Fault) => void): void {
  window.addEventListener('error', ({ error, message, filename, lineno }) => {
    const fault = error ? faultOf(error) : { message };
    // A syntax error has no stack of its own: the event says where it stands.
    const where = fault.where ?? placeOf(`${filename}:${lineno}`);
    report({ ...fault, ...(where !== undefined && { where }) });
  });
  window.addEventListener('unhandledrejection', ({ reason }) => report(faultOf(reason)));
}
