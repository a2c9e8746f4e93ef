import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { PhoneOptions } from '../phone-options.ts';
import type { ForwardAnswer } from '../request/protocol.ts';
import type { Send } from './connection.ts';

type Forward = PhoneOptions['forward'][number];

/** Which origins the simulator sends requests to, and which the mini program asked for in vain. */
export interface Forwards {
  readonly list: ReadonlySignal<readonly Forward[]>;
  /** Origins that were asked for and are not forwarded, each once. */
  readonly missing: ReadonlySignal<readonly string[]>;
  /** Takes note of an answer to `/wx/request`. */
  answered(answer: unknown): void;
  /** From now on, requests to one origin go to the other. */
  add(forward: Forward): Promise<void>;
  /** Hides what is missing until it is asked for again. */
  dismiss(): void;
}

export function createForwards(given: readonly Forward[], send: Send): Forwards {
  const list = signal(given);
  const asked = signal<readonly string[]>([]);
  return {
    list,
    missing: computed(() =>
      asked.value.filter((origin) => !list.value.some(({ from }) => from === origin)),
    ),
    answered(answer) {
      const { unforwarded } = answer as Extract<ForwardAnswer, { ok: false }>;
      if (unforwarded && !asked.value.includes(unforwarded))
        asked.value = [...asked.value, unforwarded];
    },
    async add(forward) {
      const { status } = await send('/controls', { control: 'forward', ...forward }).answer;
      if (status === 204) list.value = [...list.value, forward];
    },
    dismiss() {
      asked.value = [];
    },
  };
}
