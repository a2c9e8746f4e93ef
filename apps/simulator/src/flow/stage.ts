import type { Control } from '../controls/protocol.ts';
import { clearStorage, nextRun, restart, screen, send, tellWx } from '../phone/host.ts';
import { settings } from '../phone/settings.ts';
import { options, program } from '../phone/state.ts';
import { readFlow } from './messages.ts';
import { createOtherPhone, type OtherPhone } from './other-phone.ts';
import { liveEvents } from './recorder.ts';
import { say } from './text.ts';
import { words } from './words.ts';

/** Milliseconds. */
const patience = 10_000;
const step = 20;
/** So long nothing may happen before what a mini program was set off to do counts as over. */
const unhurried = 250;
/** Of a single request only WeChat's side may still be on its way here. */
const brief = 60;

/** Says in words what could not be done. */
export class StageError extends Error {
  override readonly name = 'StageError';
}

async function until<Found>(
  condition: () => Found,
  otherwise: string,
): Promise<NonNullable<Found>> {
  for (const end = Date.now() + patience; ; ) {
    const found = condition();
    if (found) return found;
    if (Date.now() > end) throw new StageError(otherwise);
    await new Promise((resolve) => setTimeout(resolve, step));
  }
}

const page = () =>
  document
    .querySelector<HTMLIFrameElement>('.display > iframe')
    ?.contentDocument?.querySelector('.page:not([hidden])');

/**
 * Waits until every message is answered, and no other comes.
 * @param quiet milliseconds
 */
export async function settled(quiet = unhurried): Promise<void> {
  let last = -1;
  let since = Date.now();
  await until(() => {
    const steps = readFlow(liveEvents.value);
    const pending = steps.some((each) => each.kind === 'started' && !each.message.end);
    if (pending || steps.length !== last) since = Date.now();
    last = steps.length;
    return Date.now() - since > quiet;
  }, say(words.endless));
}

async function started(start: () => void): Promise<void> {
  start();
  await until(() => screen && page(), say(words.noPage));
  await settled();
}

export const openFresh = (): Promise<void> => started(clearStorage);
export const reopen = (): Promise<void> => started(restart);

/** Taps on the page, as a finger would. */
export async function tap(selector: string): Promise<void> {
  const target = await until(
    () => page()?.querySelector(selector),
    say(words.noTarget).replace('{}', selector),
  );
  const { MouseEvent } = target.ownerDocument.defaultView as Window & typeof globalThis;
  for (const type of ['pointerdown', 'pointerup', 'click'])
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
  await settled();
}

/** Calls `GET /me` through the session of apps/miniprogram, so many times at once. */
export async function burst(requests: number): Promise<void> {
  const app = screen?.app() as
    | { session?: { authorized?(name: string, call: object): Promise<unknown> } }
    | undefined;
  const session = app?.session;
  if (!session?.authorized) throw new StageError(say(words.noSession));
  const calls = Array.from({ length: requests }, () => session.authorized?.('me', {}));
  await Promise.allSettled(calls);
  await settled(brief);
}

/**
 * Has the simulator's server do something.
 * @throws {StageError} with the server's reason
 */
export async function control(wanted: Control): Promise<void> {
  const answer = await fetch(new URL('/controls', location.href), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });
  if (!answer.ok) throw new StageError(((await answer.json()) as { message: string }).message);
}

/** The person of this phone, in its mini program. */
export const whoIsHere = () => ({
  personId: settings.value.personId,
  appId: program.value.appId,
});

/** Waits until all that a request has set off has arrived here. */
export const arrived = (): Promise<void> => settled(brief);

/** Another phone of the same person. */
export function otherPhone(appId = program.value.appId): OtherPhone {
  const { serverUrl } = options.value;
  if (serverUrl === undefined) throw new StageError(say(words.noServer));
  const run = nextRun();
  return createOtherPhone({
    serverUrl,
    personId: settings.value.personId,
    appId,
    send,
    wxEvent: (event) => tellWx('other', run, event),
    now: Date.now,
  });
}
