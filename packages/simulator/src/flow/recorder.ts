import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { type FlowEvent, insert } from './flow-event.ts';

/** As many as are drawn without a stutter; they hold an afternoon of logins. */
const keptEvents = 2_000;
/** Milliseconds: a frame. A timer also runs in a tab that is not visible. */
const batchMs = 16;

export interface OpenedRun {
  /** Of the file. */
  name: string;
  events: readonly FlowEvent[];
}

/** Records the live run, and shows it or one that was saved earlier. */
export interface Recorder {
  readonly live: ReadonlySignal<readonly FlowEvent[]>;
  readonly opened: Signal<OpenedRun | undefined>;
  /** The opened run, or else the live one. */
  readonly shown: ReadonlySignal<readonly FlowEvent[]>;
  /** Adds to the live run; a burst is drawn at once. */
  record(event: FlowEvent): void;
  /** Empties the live run. */
  clear(): void;
}

export function createRecorder(): Recorder {
  const live = signal<readonly FlowEvent[]>([]);
  const opened = signal<OpenedRun | undefined>(undefined);
  let batch: FlowEvent[] = [];
  function flush(): void {
    const events = [...live.value];
    for (const event of batch) insert(events, event);
    batch = [];
    live.value = events.slice(-keptEvents);
  }
  return {
    live,
    opened,
    shown: computed(() => opened.value?.events ?? live.value),
    record(event) {
      batch.push(event);
      if (batch.length === 1) setTimeout(flush, batchMs);
    },
    clear() {
      batch = [];
      live.value = [];
    },
  };
}
