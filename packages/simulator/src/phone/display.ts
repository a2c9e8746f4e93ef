import { type Signal, signal } from '@preact/signals';
import type {
  ActionSheet,
  Host,
  Modal,
  ModalAnswer,
  NavigationBar,
  TabBar,
  Toast,
} from '../phone-protocol.ts';

/** Something that waits for the person. */
export interface Question<Asked, Answer> {
  asked: Asked;
  answer(answer: Answer): void;
}

/** What the phone shows around its screen, and on top of it. */
export interface Display {
  readonly navigationBar: Signal<NavigationBar | undefined>;
  readonly tabBar: Signal<TabBar | undefined>;
  readonly toast: Signal<Toast | undefined>;
  readonly modal: Signal<Question<Modal, ModalAnswer> | undefined>;
  readonly actionSheet: Signal<Question<ActionSheet, number | undefined> | undefined>;
  askModal: Host['askModal'];
  askActionSheet: Host['askActionSheet'];
  /** As it is before a mini program shows anything. */
  clear(): void;
}

export function createDisplay(): Display {
  const navigationBar = signal<NavigationBar | undefined>(undefined);
  const tabBar = signal<TabBar | undefined>(undefined);
  const toast = signal<Toast | undefined>(undefined);
  const modal: Display['modal'] = signal(undefined);
  const actionSheet: Display['actionSheet'] = signal(undefined);
  return {
    navigationBar,
    tabBar,
    toast,
    modal,
    actionSheet,
    askModal: (asked) => ask(modal, asked),
    askActionSheet: (asked) => ask(actionSheet, asked),
    clear() {
      for (const shown of [navigationBar, tabBar, toast, modal, actionSheet])
        shown.value = undefined;
    },
  };
}

const ask = <Asked, Answer>(
  shown: Signal<Question<Asked, Answer> | undefined>,
  asked: Asked,
): Promise<Answer> =>
  new Promise((resolve) => {
    shown.value = {
      asked,
      answer(answer) {
        shown.value = undefined;
        resolve(answer);
      },
    };
  });
