type Listener = (...details: unknown[]) => void;

/** Between a page and the one that it opened: https://developers.weixin.qq.com/miniprogram/dev/api/route/EventChannel.html */
export interface EventChannel {
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  off(name: string, listener?: Listener): void;
  emit(name: string, ...details: unknown[]): void;
}

/** The two ends of a channel: what one emits, the other hears. */
export function createEventChannel(): { opener: EventChannel; opened: EventChannel } {
  const heardByOpener = new Map<string, Set<Listener>>();
  const heardByOpened = new Map<string, Set<Listener>>();
  return {
    opener: end(heardByOpener, heardByOpened),
    opened: end(heardByOpened, heardByOpener),
  };
}

function end(own: Map<string, Set<Listener>>, other: Map<string, Set<Listener>>): EventChannel {
  const channel: EventChannel = {
    on(name, listener) {
      own.set(name, (own.get(name) ?? new Set()).add(listener));
    },
    once(name, listener) {
      const once: Listener = (...details) => {
        channel.off(name, once);
        listener(...details);
      };
      channel.on(name, once);
    },
    off(name, listener) {
      if (listener) own.get(name)?.delete(listener);
      else own.delete(name);
    },
    emit(name, ...details) {
      for (const listener of [...(other.get(name) ?? [])]) listener(...details);
    },
  };
  return channel;
}
