import { type ReadonlySignal, signal } from '@preact/signals';
import type { Fault } from '../mini-program/fault.ts';

const keptEntries = 500;

const levels = ['log', 'info', 'warn', 'error', 'debug'] as const;

/** A line of the mini program's console, or of the framework's. */
export interface ConsoleEntry {
  level: (typeof levels)[number];
  text: string;
  /** `file:line` of the mini program, where it is known. */
  where?: string;
  /** Milliseconds since 1970, of the last time. */
  at: number;
  /** How many times in a row it came. */
  times: number;
}

export interface ConsoleLog {
  /** The last five hundred, oldest first. */
  readonly entries: ReadonlySignal<readonly ConsoleEntry[]>;
  add(level: ConsoleEntry['level'], fault: Fault): void;
  /** Records what a window's console is given, and still prints it there. */
  observe(console: Console, placeOf: (stack: string | undefined) => string | undefined): void;
  clear(): void;
}

/** @param masked takes the secrets out of a value */
export function createConsoleLog(options: {
  masked: (value: unknown) => unknown;
  now: () => number;
}): ConsoleLog {
  const { masked, now } = options;
  const entries = signal<readonly ConsoleEntry[]>([]);
  const add: ConsoleLog['add'] = (level, { message, where }) => {
    const text = String(masked(message));
    const last = entries.value.at(-1);
    const again = last?.level === level && last.text === text && last.where === where;
    const entry: ConsoleEntry = {
      level,
      text,
      ...(where !== undefined && { where }),
      at: now(),
      times: again ? last.times + 1 : 1,
    };
    entries.value = [...(again ? entries.value.slice(0, -1) : entries.value), entry].slice(
      -keptEntries,
    );
  };
  return {
    entries,
    add,
    observe(console, placeOf) {
      for (const level of levels) {
        const print = console[level].bind(console);
        console[level] = (...given: unknown[]) => {
          const where = placeOf(new Error().stack);
          const message = given.map((value) => inWords(masked(value))).join(' ');
          add(level, { message, ...(where !== undefined && { where }) });
          print(...given);
        };
      }
    },
    clear() {
      entries.value = [];
    },
  };
}

const inWords = (value: unknown) =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
