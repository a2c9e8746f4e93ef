import type { Api, WxContext } from './context.ts';
import type { ListenedEvent } from './listeners.ts';

const events: ListenedEvent[] = [
  'AppShow',
  'AppHide',
  'ThemeChange',
  'NetworkStatusChange',
  'WindowResize',
  'Error',
  'UnhandledRejection',
  'PageNotFound',
];

/** wx.onAppShow, wx.offAppShow and their like. */
export const eventsApi = ({ listeners }: WxContext): Api =>
  Object.fromEntries(
    events.flatMap((event) => [
      [`on${event}`, (listener: () => void) => listeners.on(event, listener)],
      [`off${event}`, (listener?: () => void) => listeners.off(event, listener)],
    ]),
  );
