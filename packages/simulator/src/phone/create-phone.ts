import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { PhoneOptions } from '../phone-options.ts';
import type { KeyValueStorage, PhoneWindow, Screen, Settings } from '../phone-protocol.ts';
import { createSay, type Say } from '../text.ts';
import { type CallLog, createCallLog } from './call-log.ts';
import { type Clipboard, createClipboard } from './clipboard.ts';
import type { Send } from './connection.ts';
import { type Consent, createConsent } from './consent/consent.ts';
import { type ConsoleLog, createConsoleLog } from './console-log.ts';
import { createDevice, type DrawnDevice } from './device.ts';
import { createDisplay, type Display } from './display.ts';
import { createForwards, type Forwards } from './forwards.ts';
import { createMasker, type Masker } from './mask.ts';
import { createProblems, type Problems } from './problems.ts';
import { createScreenHost } from './screen-host.ts';
import { createSettings } from './settings.ts';

/** A phone with a mini program in it. */
export interface Phone {
  /** What the simulator's server says about itself. */
  readonly options: PhoneOptions;
  readonly settings: ReadonlySignal<Settings>;
  readonly device: ReadonlySignal<DrawnDevice>;
  readonly display: Display;
  readonly consent: Consent;
  readonly clipboard: Clipboard;
  readonly calls: CallLog;
  readonly problems: Problems;
  readonly forwards: Forwards;
  /** The mini program's console, and the framework's warnings. */
  readonly console: ConsoleLog;
  /** Takes the secrets out of a value, and remembers them. */
  readonly masked: Masker;
  /** What runs: its name, and where its data is kept apart from that of others. */
  readonly program: ReadonlySignal<{ appId: string; title: string }>;
  /** Counts the starts of the mini program; each is a new screen. */
  readonly starts: ReadonlySignal<number>;
  /** The mini program, once it runs. */
  readonly screen: ReadonlySignal<Screen | undefined>;
  /** The mini program is in the background: the phone shows its home screen. */
  readonly atHome: ReadonlySignal<boolean>;
  /** A text in the phone's language. */
  readonly say: Say;
  readonly send: Send;
  /** What the screen finds on the phone's window. */
  readonly window: PhoneWindow;
  change(settings: Partial<Settings>): void;
  /** Restarts the mini program, as if it had been closed. */
  restart(): void;
  /** Has WeChat tell the server that the person took consent back for these kinds of data (撤回授权). */
  takeBackConsent(revokeInfo: string): void;
  /** Deletes what the mini program stored for the person who holds the phone, and restarts it. */
  clearStorage(): void;
  goHome(): void;
  comeBack(): void;
}

export interface PhoneDependencies {
  options: PhoneOptions;
  window: Window;
  storage: KeyValueStorage;
  send: Send;
  defaults: Pick<Settings, 'theme' | 'language'>;
}

export function createPhone({
  options,
  window,
  storage,
  send,
  defaults,
}: PhoneDependencies): Phone {
  const settings = createSettings({ storage, defaults });
  const device = createDevice(window);
  const display = createDisplay();
  const masked = createMasker();
  const calls = createCallLog(masked);
  const consoleLog = createConsoleLog({ masked, now: Date.now });
  const problems = createProblems();
  const program = signal({ appId: '', title: '' });
  const starts = signal(0);
  const screen: Signal<Screen | undefined> = signal(undefined);
  const atHome = signal(false);
  const say = createSay(() => settings.value.language);
  const consent = createConsent({ options, settings, program, storage, say });

  function restart(): void {
    screen.value = undefined;
    display.clear();
    consent.withdraw();
    problems.dismiss();
    consoleLog.clear();
    atHome.value = false;
    starts.value += 1;
  }
  settings.subscribe((changed) => screen.peek()?.settingsChanged(changed));

  const warnings: PhoneWindow['warnings'][number][] = [];
  const phone: Phone = {
    options,
    settings,
    device,
    display,
    consent,
    clipboard: createClipboard(),
    calls,
    problems,
    forwards: createForwards(options.forward, send),
    console: consoleLog,
    masked,
    program,
    starts,
    screen,
    atHome,
    say,
    send,
    window: {
      connectScreen(running) {
        program.value = running;
        const frame = window.document.querySelector<HTMLIFrameElement>('.display > iframe');
        const inner = frame?.contentWindow as (Window & typeof globalThis) | null | undefined;
        if (inner) consoleLog.observe(inner.console, (stack) => screen.peek()?.placeOf(stack));
        return createScreenHost({
          phone,
          storage,
          warn(fault) {
            warnings.push(fault);
            consoleLog.add('warn', fault);
          },
          started: (started) => {
            screen.value = started;
          },
        });
      },
      wxEvents: calls.events,
      get faults() {
        return problems.faults;
      },
      warnings,
    },
    change(changed) {
      settings.value = { ...settings.value, ...changed };
    },
    restart,
    takeBackConsent(revokeInfo) {
      const server = phone.forwards.list.value[0]?.to;
      if (server === undefined) return;
      const person = { personId: settings.value.personId, appId: program.value.appId };
      const event = 'user_authorization_revoke';
      const pushed = { control: 'push', ...person, server, event, revokeInfo };
      // Whether the server acknowledged it is drawn in the flow.
      send('/controls', pushed).answer.catch(() => undefined);
    },
    clearStorage() {
      const prefix = `${program.value.appId}:${settings.value.personId}:`;
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
      for (const key of keys) if (key?.startsWith(prefix)) storage.removeItem(key);
      consent.forget();
      restart();
    },
    goHome() {
      atHome.value = true;
      screen.value?.hidden();
    },
    comeBack() {
      atHome.value = false;
      screen.value?.shown();
    },
  };
  return phone;
}
