import { computed, signal } from '@preact/signals';
import { type FlowEvent, insert } from './event.ts';

/** So many are drawn without a stutter, and hold an afternoon of logins. */
const keptEvents = 2_000;
/** Milliseconds: a frame, and it goes on in a tab that is not seen. */
const gathering = 16;

const live = signal<readonly FlowEvent[]>([]);
/** A run that was saved earlier, looked at in place of the live one. */
export const openedRun = signal<{ name: string; events: readonly FlowEvent[] } | undefined>(
  undefined,
);

/** What is looked at. */
export const shownEvents = computed(() => openedRun.value?.events ?? live.value);
export const liveEvents = computed(() => live.value);

let gathered: FlowEvent[] = [];

/** Adds to the live run; what comes in a burst is drawn at once. */
export function record(event: FlowEvent): void {
  gathered.push(event);
  if (gathered.length === 1) setTimeout(flush, gathering);
}

function flush(): void {
  const events = [...live.value];
  for (const event of gathered) insert(events, event);
  gathered = [];
  live.value = events.slice(-keptEvents);
}

/** Starts the live run anew. */
export function clearRun(): void {
  gathered = [];
  live.value = [];
}
