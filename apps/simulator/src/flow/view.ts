import { computed, signal } from '@preact/signals';
import { readFlow } from './messages.ts';
import { shownEvents } from './recorder.ts';
import { rowsOf } from './rows.ts';

/** What is drawn of the run that is looked at. */
export const rows = computed(() => rowsOf(readFlow(shownEvents.value)));

/** When the run began, milliseconds since 1970. */
export const origin = computed(() => rows.value[0]?.at ?? 0);

/** The row that is looked into, by its id. */
export const selectedId = signal<string | undefined>(undefined);

export const selected = computed(() => {
  const row = rows.value.find(({ id }) => id === selectedId.value);
  return row?.kind === 'note' ? undefined : row;
});
