import type { HostSocket } from '../../phone-protocol.ts';
import { type Options, type Outcome, WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

type Listener = (event: object) => void;
const eventNames = ['Open', 'Message', 'Error', 'Close'] as const;
const states = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 };

/** A connection of the mini program, until it is closed. */
interface Connection {
  readonly state: number;
  send(data: unknown): void;
  close(code: number, reason: string): void;
}

/**
 * WebSockets, to the hosts that requests are forwarded to.
 * https://developers.weixin.qq.com/miniprogram/dev/api/network/websocket/wx.connectSocket.html
 */
export function socketApi({ caller, host }: WxContext): Api {
  /** Of wx itself, which acts on the connection that was opened last. */
  const everywhere = createEvents();
  let last: Connection | undefined;
  /** Those of a mini program that is closed are the phone's no longer. */
  const closeLater = (socket: HostSocket) =>
    addEventListener('pagehide', () => socket.close(1000, ''));

  function connect(options: Options, own: Events): Connection {
    const emit: Events['emit'] = (name, event) => {
      for (const events of [own, everywhere]) events.emit(name, event);
    };
    const end = caller.begin('connectSocket', options);
    let state = states.CONNECTING;
    let socket: HostSocket | undefined;
    const closed = (code: number, reason: string) => {
      if (state === states.CLOSED) return;
      const failed = state === states.CONNECTING;
      state = states.CLOSED;
      if (failed) emit('Error', { errMsg: 'the connection could not be made' });
      emit('Close', { code, reason: reason || (code === 1006 ? 'abnormal closure' : '') });
    };
    void reasonOf(String(options.url)).then((failure) => {
      end(failure ?? { socketTaskId: 0 });
      if (state !== states.CONNECTING) return;
      if (failure) {
        state = states.CLOSED;
        return emit('Error', { errMsg: failure.message });
      }
      const { url, header = {}, protocols = [] } = options;
      const texts = Object.entries(header as object).map(([name, value]) => [name, String(value)]);
      socket = host.openSocket(
        {
          url: String(url),
          header: Object.fromEntries(texts) as Record<string, string>,
          protocols: protocols as string[],
        },
        {
          opened(protocol) {
            state = states.OPEN;
            const selected = protocol ? { 'Sec-WebSocket-Protocol': protocol } : {};
            emit('Open', { header: selected });
          },
          received: (data) => emit('Message', { data: ownData(data) }),
          closed,
        },
      );
      closeLater(socket);
    });
    return {
      get state() {
        return state;
      },
      send(data) {
        if (state !== states.OPEN) throw new WxFailure('SocketTask.readyState is not OPEN');
        socket?.send(data as string | ArrayBuffer);
      },
      close(code, reason) {
        if (state >= states.CLOSING) throw new WxFailure('SocketTask.readyState is not OPEN');
        if (!socket) return closed(code, reason);
        state = states.CLOSING;
        socket.close(code, reason);
      },
    };
  }
  const sending = (connection: () => Connection | undefined) =>
    caller.api('sendSocketMessage', ({ data }): Outcome => {
      const open = connection();
      if (!open) throw new WxFailure('WebSocket is not connected');
      open.send(data);
    });
  const closing = (connection: () => Connection | undefined) =>
    caller.api('closeSocket', ({ code = 1000, reason = '' }): Outcome => {
      const open = connection();
      if (!open) throw new WxFailure('WebSocket is not connected');
      open.close(Number(code), String(reason));
    });

  return {
    connectSocket(options: Options = {}) {
      const own = createEvents();
      const connection = connect(options, own);
      last = connection;
      return {
        ...states,
        get readyState() {
          return connection.state;
        },
        ...own.api('on'),
        send: sending(() => connection),
        close: closing(() => connection),
      };
    },
    ...everywhere.api('onSocket'),
    sendSocketMessage: sending(() => last),
    closeSocket: closing(() => last),
  };

  /** Why the platform does not connect; undefined where it does. */
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

/** Bytes as an ArrayBuffer of this window, so that `instanceof` holds. */
const ownData = (data: string | ArrayBuffer) =>
  typeof data === 'string' ? data : Uint8Array.from(new Uint8Array(data)).buffer;

interface Events {
  /** Functions that set the listener of each event, as `onOpen`. */
  api(prefix: string): Api;
  emit(name: (typeof eventNames)[number], event: object): void;
}

function createEvents(): Events {
  const listeners = new Map<string, Listener>();
  return {
    api: (prefix) =>
      Object.fromEntries(
        eventNames.map((name) => [
          `${prefix}${name}`,
          (listener: Listener) => void listeners.set(name, listener),
        ]),
      ),
    emit: (name, event) => void setTimeout(() => listeners.get(name)?.(event), 0),
  };
}
