import { signal } from '@preact/signals';
import type { Fault } from '../mini-program/fault.ts';
import type { PhoneOptions } from '../phone-options.ts';
import type {
  ActionSheet,
  Modal,
  ModalAnswer,
  NavigationBar,
  TabBar,
  Toast,
} from '../phone-protocol.ts';

/** What the phone shows around its screen, and on top of it. */
export const navigationBar = signal<NavigationBar | undefined>(undefined);
export const tabBar = signal<TabBar | undefined>(undefined);
export const toast = signal<Toast | undefined>(undefined);
export const modal = signal<{ asked: Modal; answer(answer: ModalAnswer): void } | undefined>(
  undefined,
);
export const actionSheet = signal<
  { asked: ActionSheet; answer(index: number | undefined): void } | undefined
>(undefined);
export const faults = signal<Fault[]>([]);

/** What runs: its name and where it is kept apart from others in the browser's storage. */
export const program = signal({ appId: '', title: '' });
/** The mini program was sent to the background: the phone shows its home screen. */
export const atHome = signal(false);
/** Counts the starts of the mini program; each is a new screen. */
export const starts = signal(0);
export const options = signal<PhoneOptions>({
  people: [],
  appIds: [],
  errcodes: [],
  canRestartServer: false,
});
