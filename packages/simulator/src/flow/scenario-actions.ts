import { computed, type ReadonlySignal } from '@preact/signals';
import { shownPage, tapElement } from '../automation/find.ts';
import type { Control } from '../controls/protocol.ts';
import type { Phone } from '../phone/create-phone.ts';
import { createOtherPhone, type OtherPhone } from './other-phone.ts';
import type { Recorder } from './recorder.ts';
import type { View } from './view.ts';
import { words } from './words.ts';

/** Milliseconds. */
const timeoutMs = 10_000;
const pollMs = 20;
/** Quiet period after which what a mini program was set off to do counts as finished. */
const quietMs = 250;
/** After a single request, only WeChat's events may still be on their way here. */
const briefMs = 60;

/** Says in words what could not be done. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

/** What scenarios and controls can do; each waits until what it set off is over. */
export interface ScenarioActions {
  /** Whether the mini program has what the scenarios use: it is apps/miniprogram, or grew from it. */
  readonly playable: ReadonlySignal<boolean>;
  openFresh(): Promise<void>;
  reopen(): Promise<void>;
  /** Taps on the page, as a finger would. */
  tap(selector: string): Promise<void>;
  /** CallLog `GET /me` through the session of apps/miniprogram, so many times at once. */
  burst(requests: number): Promise<void>;
  /**
   * Has the simulator's server do something.
   * @throws {ScenarioError} with the server's reason
   */
  control(wanted: Control): Promise<void>;
  rotateSessionKey(): Promise<void>;
  /** Has WeChat tell the server that the person took consent back, or closed the WeChat account. */
  push(pushed: Pushed): Promise<void>;
  /** Another phone of the same person. */
  otherPhone(appId?: string): OtherPhone;
  /** Waits until all that a request has set off has arrived here. */
  arrived(): Promise<void>;
}

/** An event about the person's consent. */
export interface Pushed {
  event: 'user_authorization_revoke' | 'user_authorization_cancellation';
  revokeInfo?: string;
}

interface Session {
  call?(name: string, call: object): Promise<unknown>;
}

export function createScenarioActions(options: {
  phone: Phone;
  recorder: Recorder;
  view: View;
  document: Document;
}): ScenarioActions {
  const { phone, view, recorder, document } = options;
  const { say, send } = phone;
  const page = () => shownPage(document);
  const session = () => (phone.screen.value?.app() as { session?: Session } | undefined)?.session;

  /** Waits until every message is answered, and no other comes. */
  async function settled(quiet = quietMs): Promise<void> {
    let last = -1;
    let since = Date.now();
    await until(() => {
      const steps = view.steps.value;
      const pending = steps.some((each) => each.kind === 'started' && !each.message.end);
      const count = recorder.live.value.length;
      if (pending || count !== last) since = Date.now();
      last = count;
      return Date.now() - since > quiet;
    }, say(words.endless));
  }
  async function started(start: () => void): Promise<void> {
    start();
    await until(() => phone.screen.value && page(), say(words.noPage));
    await settled();
  }
  const whoIsHere = () => ({
    personId: phone.settings.value.personId,
    appId: phone.program.value.appId,
  });
  async function control(wanted: Control): Promise<void> {
    const { status, body } = await send('/controls', wanted).answer;
    if (status >= 400) throw new ScenarioError((body as { message: string }).message);
  }

  return {
    playable: computed(() => {
      // What App() was given is known once the first page has drawn its bar.
      if (!phone.display.navigationBar.value) return false;
      return typeof session()?.call === 'function';
    }),
    openFresh: () => started(phone.clearStorage),
    reopen: () => started(phone.restart),
    async tap(selector) {
      const target = await until(
        () => page()?.querySelector(selector),
        say(words.noTarget, selector),
      );
      tapElement(target);
      await settled();
    },
    async burst(requests) {
      const current = session();
      if (!current?.call) throw new ScenarioError(say(words.noSession));
      const calls = Array.from({ length: requests }, () => current.call?.('me', {}));
      await Promise.allSettled(calls);
      await settled(briefMs);
    },
    control,
    rotateSessionKey: () => control({ control: 'rotate-session-key', ...whoIsHere() }),
    async push(pushed) {
      const server = phone.forwards.list.value[0]?.to;
      if (server === undefined) throw new ScenarioError(say(words.noServer));
      await control({ control: 'push', ...whoIsHere(), server, ...pushed });
      await settled(briefMs);
    },
    otherPhone(appId = phone.program.value.appId) {
      const serverUrl = phone.forwards.list.value[0]?.from;
      if (serverUrl === undefined) throw new ScenarioError(say(words.noServer));
      const run = phone.calls.nextRun();
      return createOtherPhone({
        serverUrl,
        personId: phone.settings.value.personId,
        appId,
        send,
        wxEvent: (event) => phone.calls.add({ phone: 'other', run, event }),
        now: Date.now,
      });
    },
    arrived: () => settled(briefMs),
  };
}

async function until<Found>(
  condition: () => Found,
  otherwise: string,
): Promise<NonNullable<Found>> {
  for (const end = Date.now() + timeoutMs; ; ) {
    const found = condition();
    if (found) return found;
    if (Date.now() > end) throw new ScenarioError(otherwise);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
