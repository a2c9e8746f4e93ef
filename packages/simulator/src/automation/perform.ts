import type { Phone } from '../phone/create-phone.ts';
import { findTarget, readable, select, shownPage, tapElement, typeInto } from './find.ts';
import { inspect } from './inspection.ts';
import { type Action, type ActionResult, defaultTimeoutMs } from './protocol.ts';
import { takeScreenshot } from './screenshot.ts';

const pollMs = 20;
const startTimeoutMs = 10_000;

/** Does what a script asks of the phone in this window. */
export function createPerformer(phone: Phone, window: Window) {
  const { document, localStorage } = window;

  /** @throws where it does not come to be in time, with what can be read instead */
  async function until<Found>(what: string, find: () => Found, timeoutMs = defaultTimeoutMs) {
    for (const end = Date.now() + timeoutMs; ; ) {
      const found = find();
      if (found) return found as NonNullable<Found>;
      if (Date.now() > end) {
        const seen = readable(shownPage(document)) || readable(document.querySelector('main'));
        throw new Error(`${what}: not within ${timeoutMs} ms. The phone shows: ${seen}`);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }
  const target = (name: string) =>
    until(`nothing to tap for "${name}"`, () => findTarget(document, name));
  async function restarted(restart: () => void) {
    const before = document.querySelector('.display > iframe');
    restart();
    await until(
      'the mini program did not start',
      () =>
        document.querySelector('.display > iframe') !== before &&
        (shownPage(document) || phone.problems.faults.length),
      startTimeoutMs,
    );
  }

  async function perform(action: Action): Promise<unknown> {
    switch (action.action) {
      case 'tap':
        return tapElement(await target(action.target));
      case 'input': {
        const page = () => shownPage(document);
        const field = await until(`no field "${action.target}"`, () => {
          const root = page();
          return root && select(root, action.target);
        });
        return typeInto(field, action.text);
      }
      case 'wait': {
        const { gone = false, timeoutMs } = action;
        const what = gone ? `"${action.target}" is still there` : `no "${action.target}"`;
        await until(what, () => !findTarget(document, action.target) === gone, timeoutMs);
        return undefined;
      }
      case 'set':
        phone.change({ [action.name]: action.value ?? undefined });
        return ['personId', 'appId', 'language'].includes(action.name)
          ? restarted(phone.restart)
          : undefined;
      case 'restart':
        return restarted(phone.restart);
      case 'clear-storage':
        return restarted(phone.clearStorage);
      case 'inspect':
        return inspect(phone, document, localStorage);
      case 'screenshot':
        return takeScreenshot(document);
    }
  }

  return async (action: Action): Promise<ActionResult> => {
    try {
      return { ok: true, result: await perform(action) };
    } catch (error) {
      return { ok: false, message: (error as Error).message };
    }
  };
}
