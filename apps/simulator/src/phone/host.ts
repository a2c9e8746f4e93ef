import type { Host, PhoneWindow, Screen, Sent, WxEvent } from '../host.ts';
import type { Fault } from '../mini-program/fault.ts';
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

function send(path: string, body: unknown): Sent {
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

const say = ({ message, where }: Fault) => (where ? `${message} (${where})` : message);

function createHost(): Host {
  return {
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
    send,
    storage: localStorage,
    wxEvent(event) {
      wxEvents.push(event);
      if (wxEvents.length > keptEvents) wxEvents.shift();
    },
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
    connectScreen(connected, running) {
      screen = connected;
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
