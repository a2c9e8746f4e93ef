import { failureOf, type Message, type MessageOptions, messageOf } from '../client/message-of.ts';

/** What every page shows of the tasks it was given. */
export interface TaskData {
  failure: Message | null;
  busy: boolean;
}

/** How a page begins. */
export const idle: TaskData = { failure: null, busy: false };

interface Page {
  data: TaskData;
  setData(change: Partial<TaskData>): void;
}

/** What a page does with tasks that may fail. */
export interface PageTasks {
  /** Shows why something failed. */
  fail(page: Page, error: unknown): void;
  /**
   * Runs a task, and shows its failure or takes an older one away.
   * @returns whether it succeeded
   */
  run(page: Page, task: () => Promise<unknown>): Promise<boolean>;
  /** Runs what a button asks for, with `busy` meanwhile; another tap during that time does nothing. */
  once(page: Page, task: () => Promise<unknown>): Promise<void>;
}

/**
 * Returns a runner of page tasks, which shows their failures as {@link messageOf} words them.
 * @param options as for {@link messageOf}
 */
export function createPageTasks(options: MessageOptions): PageTasks {
  function fail(page: Page, error: unknown): void {
    const failure = failureOf(error);
    // A person who logs out in the middle of something else knows why that ended.
    if (failure.code === 'logged-out') return;
    if (failure.code === 'unexpected') console.error(error);
    else if (options.hints) console.warn(failure.message);
    page.setData({ failure: messageOf(failure, options) });
  }

  return {
    fail,
    async run(page, task) {
      try {
        await task();
        page.setData({ failure: null });
        return true;
      } catch (error) {
        fail(page, error);
        return false;
      }
    },
    async once(page, task) {
      if (page.data.busy) return;
      page.setData({ busy: true });
      try {
        await task();
      } finally {
        page.setData({ busy: false });
      }
    },
  };
}
