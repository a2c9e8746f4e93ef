import type { WeappLogin } from './app.ts';
import { failureOf, type Message, messageOf } from './messages.ts';

const { language, hints } = getApp<WeappLogin>();

/** What every page shows of the tasks it was given. */
export interface Outcome {
  failure: Message | null;
  busy: boolean;
}

interface Page {
  data: Outcome;
  setData(change: Partial<Outcome>): void;
}

/** How a page begins. */
export const idle: Outcome = { failure: null, busy: false };

/** Shows why something failed. */
export function tell(page: Page, error: unknown): void {
  const failure = failureOf(error);
  // Someone who logs out in the middle of something else knows why that ended.
  if (failure.code === 'logged-out') return;
  if (failure.code === 'unexpected') console.error(error);
  else if (hints) console.warn(failure.message);
  page.setData({ failure: messageOf(failure, { language, hints }) });
}

/**
 * Carries out a task, and shows its failure or takes an older one away.
 * @returns whether it succeeded
 */
export async function carryOut(page: Page, task: () => Promise<unknown>): Promise<boolean> {
  try {
    await task();
    page.setData({ failure: null });
    return true;
  } catch (error) {
    tell(page, error);
    return false;
  }
}

/** Carries out what a button asks for; another tap meanwhile does nothing. */
export async function tapped(page: Page, task: () => Promise<unknown>): Promise<void> {
  if (page.data.busy) return;
  page.setData({ busy: true });
  try {
    await task();
  } finally {
    page.setData({ busy: false });
  }
}
