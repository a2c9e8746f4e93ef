import { type Options, type Outcome, WxFailure } from './call.ts';
import type { Api, WxContext } from './context.ts';

type Listener = (event: object) => void;
const eventNames = ['Open', 'Message', 'Error', 'Close'] as const;

/**
 * No connection is ever made: a host that is not forwarded fails as on the platform, any other by name. The program has
 * its task in either case, and hears of the failure from `fail` and `onError`.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
 */
export function socketApi({ caller, host, unsupported }: WxContext): Api {
  /** Of wx itself, which hears of the last task. */
  const everywhere = createEvents();
  const notOpen = (reason: string) => (): Outcome => {
    throw new WxFailure(reason);
  };
  const closed = 'SocketTask.readyState is not OPEN';
  return {
    connectSocket(options: Options = {}) {
      const own = createEvents();
      const end = caller.begin('connectSocket', options);
      const fail = (failure: WxFailure) => {
        end(failure);
        for (const events of [own, everywhere]) events.emit('Error', { errMsg: failure.message });
      };
      const place = unsupported.place();
      reasonOf(String(options.url)).then((reason) => {
        fail(reason ?? new WxFailure(unsupported.refuse('wx.connectSocket', place)));
      });
      return {
        readyState: 3,
        ...own.api('on'),
        send: caller.api('sendSocketMessage', notOpen(closed)),
        close: caller.api('closeSocket', notOpen(closed)),
      };
    },
    ...everywhere.api('onSocket'),
    sendSocketMessage: caller.api('sendSocketMessage', notOpen('WebSocket is not connected')),
    closeSocket: caller.api('closeSocket', notOpen('WebSocket is not connected')),
  };

  /** Why the platform does not connect either; undefined where it does. */
  async function reasonOf(url: string): Promise<WxFailure | undefined> {
    if (!/^wss?:\/\//i.test(url)) return new WxFailure(`invalid url "${url}"`, 600009);
    if (host.settings.offline)
      return new WxFailure('errcode:-106 net::ERR_INTERNET_DISCONNECTED', 600001);
    const { answer } = host.send('/wx/socket', { url });
    const { body } = await answer.catch(() => ({ body: unreachable }));
    const { errno, reason } = body as { errno?: number; reason?: string };
    return reason === undefined ? undefined : new WxFailure(reason, errno);
  }
}

const unreachable = { errno: 600000, reason: 'the simulator does not answer' };

function createEvents() {
  const listeners = new Map<string, Listener>();
  return {
    api: (prefix: string): Api =>
      Object.fromEntries(
        eventNames.map((name) => [
          `${prefix}${name}`,
          (listener: Listener) => void listeners.set(name, listener),
        ]),
      ),
    emit: (name: (typeof eventNames)[number], event: object) =>
      void setTimeout(() => listeners.get(name)?.(event), 0),
  };
}
