import type { WxEvent } from '../phone-protocol.ts';

const keptEvents = 1000;

/** The phone on the page, or another one that a control or a scenario uses. */
export type CallingPhone = 'this' | 'other';

/** A call of `wx.*` or its end, without its secrets; `run` tells one start of a mini program from another. */
export interface Call {
  phone: CallingPhone;
  run: number;
  event: WxEvent;
}

/** The calls of `wx.*` as they happen. */
export interface CallLog {
  /** Of this phone, the last thousand, oldest first. */
  readonly events: readonly WxEvent[];
  /** The number of a new run. */
  nextRun(): number;
  add(call: Call): void;
  subscribe(listener: (call: Call) => void): () => void;
}

/** @param masked takes the secrets out of a value */
export function createCallLog(masked: (value: unknown) => unknown): CallLog {
  const events: WxEvent[] = [];
  const listeners = new Set<(call: Call) => void>();
  let runs = 0;
  return {
    events,
    nextRun() {
      runs += 1;
      return runs;
    },
    add(call) {
      const event: WxEvent =
        call.event.kind === 'called'
          ? { ...call.event, input: masked(call.event.input) }
          : { ...call.event, output: masked(call.event.output) };
      for (const listener of listeners) listener({ ...call, event });
      if (call.phone === 'other') return;
      events.push(event);
      if (events.length > keptEvents) events.shift();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
