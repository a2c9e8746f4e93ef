import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { readFlow, type Step } from './messages.ts';
import type { Recorder } from './recorder.ts';
import { succeeded } from './row-label.ts';
import { type MessageRow, type Row, rowsOf } from './rows.ts';

/** What is shown beside the drawing. */
export type Tab = 'message' | 'scenarios' | 'wechat';

/** What is looked at: the rows, the selected one, and the tab beside them. */
export interface View {
  readonly steps: ReadonlySignal<Step[]>;
  readonly rows: ReadonlySignal<Row[]>;
  /** When the run began, milliseconds since 1970. */
  readonly origin: ReadonlySignal<number>;
  /** The row that was chosen, or else the last failure, unless that was closed. */
  readonly selected: ReadonlySignal<MessageRow | undefined>;
  readonly tab: ReadonlySignal<Tab>;
  /** Whether a person opened the tab, rather than a failure. */
  readonly opened: ReadonlySignal<boolean>;
  select(id: string): void;
  open(tab: Tab): void;
  /** Deselects, and closes the tab. */
  close(): void;
}

export function createView(recorder: Recorder): View {
  const steps = computed(() => readFlow(recorder.shown.value));
  const rows = computed(() => rowsOf(steps.value));
  const chosenId: Signal<string | undefined> = signal(undefined);
  const closedId: Signal<string | undefined> = signal(undefined);
  const chosenTab: Signal<Tab | undefined> = signal(undefined);
  const lastFailure = computed(() =>
    rows.value.findLast((row) => row.kind !== 'note' && succeeded(row) === false),
  );
  const chosen = computed(() => rows.value.find(({ id }) => id === chosenId.value));
  const selected = computed(() => {
    const failure = lastFailure.value;
    const row = chosen.value ?? (failure?.id === closedId.value ? undefined : failure);
    return row?.kind === 'note' ? undefined : row;
  });
  return {
    steps,
    rows,
    origin: computed(() => rows.value[0]?.at ?? 0),
    selected,
    tab: computed(() => chosenTab.value ?? (selected.value ? 'message' : 'scenarios')),
    opened: computed(() => chosenTab.value !== undefined || chosen.value !== undefined),
    select(id) {
      chosenId.value = id;
      chosenTab.value = 'message';
    },
    open(tab) {
      chosenTab.value = tab;
    },
    close() {
      chosenId.value = undefined;
      closedId.value = lastFailure.value?.id;
      chosenTab.value = undefined;
    },
  };
}
