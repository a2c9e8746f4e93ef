import type { Fault } from '../mini-program/fault.ts';
import type { PlaceOf } from './location.ts';

/** Refuses by name what WeChat has and the simulator lacks. */
export interface Unsupported {
  /**
   * Reports something once, however often it is asked for.
   * @param what its name, as `wx.scanCode`
   * @param where `file:line`; by default, where the mini program asks
   * @returns the sentence of the report
   */
  refuse(what: string, where?: string): string;
  /** The place of the mini program that asks, for a refusal that comes later. */
  place(): string | undefined;
  /** Says once in the console that a method does nothing here, and nothing of the program depends on it. */
  idle(method: string): void;
  /** Says once that an event never comes. */
  silent(event: string): void;
}

export function createUnsupported(
  placeOf: PlaceOf,
  report: (fault: Fault) => void,
  warn: (fault: Fault) => void,
): Unsupported {
  const known = new Set<string>();
  const once = (message: string, act: (message: string) => void) => {
    if (!known.has(message)) act(message);
    known.add(message);
    return message;
  };
  return {
    refuse: (what, where = placeOf(new Error().stack)) =>
      once(`${what} is not supported by this simulator`, (message) =>
        report({ message, unsupported: true, ...(where !== undefined && { where }) }),
      ),
    place: () => placeOf(new Error().stack),
    idle: (method) =>
      void once(`${method} does nothing in this simulator`, (message) => warn({ message })),
    silent: (event) =>
      void once(`${event}: this event never comes in this simulator`, (message) =>
        warn({ message }),
      ),
  };
}
