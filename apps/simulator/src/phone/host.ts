import type { Phone } from '../flow/event.ts';
import { createMasker } from '../flow/mask.ts';
import { record } from '../flow/recorder.ts';
import type { Fault } from '../mini-program/fault.ts';
import type { Host, PhoneWindow, Screen, Sent, WxEvent } from '../phone-protocol.ts';
import { consent, forgetConsent } from './consent/state.ts';
import { device } from './device.ts';
import { settings } from './settings.ts';
import {
  actionSheet,
  atHome,
  faults,
  modal,
  navigationBar,
  program,
  starts,
  tabBar,
  toast,
} from './state.ts';

const keptEvents = 1000;

const wxEvents: WxEvent[] = [];
const warnings: Fault[] = [];
let clipboard = '';

/** The mini program that runs now. */
export let screen: Screen | undefined;

/** Starts the mini program anew, as if it had been closed. */
export function restart(): void {
  screen = undefined;
  navigationBar.value = undefined;
  tabBar.value = undefined;
  toast.value = undefined;
  modal.value = undefined;
  actionSheet.value = undefined;
  faults.value = [];
  atHome.value = false;
  starts.value += 1;
}

/** Forgets what the mini program stored for the person who uses the phone. */
export function clearStorage(): void {
  const prefix = `${program.value.appId}:${settings.value.personId}:`;
  for (const key of Object.keys(localStorage))
    if (key.startsWith(prefix)) localStorage.removeItem(key);
  forgetConsent();
  restart();
}

settings.subscribe(() => screen?.settingsChanged(settings.value));

/** Asks the simulator's server. */
export function send(path: string, body: unknown): Sent {
  const controller = new AbortController();
  const answer = fetch(new URL(path, location.href), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: controller.signal,
  }).then(async (response) => ({
    status: response.status,
    body: (await response.json()) as unknown,
  }));
  return { answer, abort: () => controller.abort() };
}

const masked = createMasker();
let runs = 0;

/** Tells the calls of one start of a mini program from those of another. */
export function nextRun(): number {
  runs += 1;
  return runs;
}

/** Takes note of a call into wx, or of its end, without its secrets. */
export function tellWx(phone: Phone, run: number, told: WxEvent): void {
  const event: WxEvent =
    told.kind === 'called'
      ? { ...told, input: masked(told.input) }
      : { ...told, output: masked(told.output) };
  record({ source: 'phone', phone, run, event });
  if (phone === 'other') return;
  wxEvents.push(event);
  if (wxEvents.length > keptEvents) wxEvents.shift();
}

const say = ({ message, where }: Fault) => (where ? `${message} (${where})` : message);

function createHost(): Host {
  const run = nextRun();
  return {
    started(connected) {
      screen = connected;
    },
    get settings() {
      return settings.value;
    },
    get device() {
      return device.value;
    },
    setNavigationBar(bar) {
      navigationBar.value = bar;
    },
    setTabBar(bar) {
      tabBar.value = bar;
    },
    setToast(shown) {
      toast.value = shown;
    },
    askModal: (asked) =>
      new Promise((resolve) => {
        modal.value = {
          asked,
          answer(answer) {
            modal.value = undefined;
            resolve(answer);
          },
        };
      }),
    askActionSheet: (asked) =>
      new Promise((resolve) => {
        actionSheet.value = {
          asked,
          answer(index) {
            actionSheet.value = undefined;
            resolve(index);
          },
        };
      }),
    consent,
    setClipboard(text) {
      clipboard = text;
      // The browser may refuse; the phone's own clipboard holds it anyway.
      navigator.clipboard?.writeText(text).catch(() => {});
    },
    getClipboard: () => clipboard,
    // The mini program may run under another AppID than its own.
    send: (path, body) =>
      send(
        path,
        path === '/wx/request' ? { ...(body as object), appId: program.value.appId } : body,
      ),
    storage: localStorage,
    wxEvent: (event) => tellWx('this', run, event),
    fault(fault) {
      console.error(say(fault));
      faults.value = [...faults.value, fault];
    },
    warning(fault) {
      console.warn(say(fault));
      warnings.push(fault);
    },
  };
}

/** Lets the screen connect. */
export function offerHost(): void {
  const offered: PhoneWindow = {
    connectScreen(running) {
      program.value = running;
      return createHost();
    },
    wxEvents,
    get faults() {
      return faults.value;
    },
    warnings,
  };
  Object.defineProperties(window, Object.getOwnPropertyDescriptors(offered));
}
