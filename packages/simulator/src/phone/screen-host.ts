import type { Fault } from '../mini-program/fault.ts';
import type { Host, KeyValueStorage, Screen } from '../phone-protocol.ts';
import { createOpenSocket } from './connection.ts';
import type { Phone } from './create-phone.ts';

const inWords = ({ message, where }: Fault) => (where ? `${message} (${where})` : message);

/** What one start of a mini program may ask of the phone. */
export function createScreenHost(options: {
  phone: Phone;
  storage: KeyValueStorage;
  started(screen: Screen): void;
  warn(fault: Fault): void;
}): Host {
  const { phone, storage, started, warn } = options;
  const { settings, device, display, calls } = phone;
  const run = calls.nextRun();
  return {
    started,
    get settings() {
      return settings.value;
    },
    get device() {
      return device.value;
    },
    setNavigationBar(bar) {
      display.navigationBar.value = bar;
    },
    setTabBar(bar) {
      display.tabBar.value = bar;
    },
    setToast(shown) {
      display.toast.value = shown;
    },
    askModal: display.askModal,
    askActionSheet: display.askActionSheet,
    consent: phone.consent,
    setClipboard: phone.clipboard.write,
    getClipboard: phone.clipboard.read,
    send(path, body) {
      if (path !== '/wx/request' && path !== '/wx/socket') return phone.send(path, body);
      // The mini program may run under another AppID than its own.
      const { appId } = phone.program.value;
      const sent = phone.send(path, { ...(body as object), appId });
      sent.answer.then(
        (answer) => phone.forwards.answered(answer.body),
        () => {},
      );
      return sent;
    },
    openSocket: createOpenSocket(location.href, () => phone.program.value.appId),
    regions: async () => (await fetch(new URL('/regions.json', location.href))).json(),
    storage,
    wxEvent: (event) => calls.add({ phone: 'this', run, event }),
    fault(fault) {
      console.error(inWords(fault));
      phone.problems.add(fault);
    },
    warning(fault) {
      console.warn(inWords(fault));
      warn(fault);
    },
  };
}
