/** What mini programs listen to, by the name of wx.onNAME. */
export type ListenedEvent =
  | 'AppShow'
  | 'AppHide'
  | 'ThemeChange'
  | 'NetworkStatusChange'
  | 'WindowResize'
  | 'Error'
  | 'UnhandledRejection'
  | 'PageNotFound';

type Listener = (detail: object) => void;

export interface Listeners {
  on(event: ListenedEvent, listener: Listener): void;
  /** All of them where none is given. */
  off(event: ListenedEvent, listener?: Listener): void;
  emit(event: ListenedEvent, detail: object): void;
}

export function createListeners(): Listeners {
  const all = new Map<ListenedEvent, Set<Listener>>();
  const of = (event: ListenedEvent) => {
    const known = all.get(event) ?? new Set();
    all.set(event, known);
    return known;
  };
  return {
    on(event, listener) {
      // WeChat passes over anything else.
      if (typeof listener === 'function') of(event).add(listener);
    },
    off(event, listener) {
      if (listener) of(event).delete(listener);
      else of(event).clear();
    },
    emit(event, detail) {
      for (const listener of of(event)) setTimeout(() => listener(detail), 0);
    },
  };
}
