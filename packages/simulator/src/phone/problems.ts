import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Fault } from '../mini-program/fault.ts';

export interface CountedFault extends Fault {
  /** How many times it came. */
  times: number;
}

/** What went wrong in the mini program since it was started. */
export interface Problems {
  /** All of them, oldest first. */
  readonly faults: readonly Fault[];
  /** What the program threw, or has wrong in its files. */
  readonly errors: ReadonlySignal<CountedFault[]>;
  /** What the program asked for and the simulator lacks. */
  readonly unsupported: ReadonlySignal<CountedFault[]>;
  add(fault: Fault): void;
  dismiss(): void;
}

export function createProblems(): Problems {
  const faults = signal<Fault[]>([]);
  const counted = computed(() => count(faults.value));
  return {
    get faults() {
      return faults.value;
    },
    errors: computed(() => counted.value.filter(({ unsupported }) => !unsupported)),
    unsupported: computed(() => counted.value.filter(({ unsupported }) => unsupported)),
    add(fault) {
      faults.value = [...faults.value, fault];
    },
    dismiss() {
      faults.value = [];
    },
  };
}

/** Equal ones once, with their number. */
function count(faults: readonly Fault[]): CountedFault[] {
  const counted = new Map<string, CountedFault>();
  for (const fault of faults) {
    const key = `${fault.message}\n${fault.where}`;
    counted.set(key, { ...fault, times: (counted.get(key)?.times ?? 0) + 1 });
  }
  return [...counted.values()];
}
