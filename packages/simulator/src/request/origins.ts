/** Requests of the mini program to `from` go to `to`; both are origins. */
export interface Forward {
  from: string;
  to: string;
}

/** The origins that the mini program reaches, and where each really is. */
export interface Origins {
  /** Forwards one more origin, or an origin elsewhere. */
  add(forward: Forward): void;
  /**
   * Returns the address that a request goes to. Schemes of WebSocket count as those of HTTP.
   * @returns undefined where the origin is not forwarded
   */
  targetOf(url: URL): URL | undefined;
}

export function createOrigins(forward: readonly Forward[]): Origins {
  const targets = new Map(forward.map(({ from, to }) => [new URL(from).origin, to]));
  return {
    add: ({ from, to }) => void targets.set(new URL(from).origin, new URL(to).origin),
    targetOf(url) {
      const target = targets.get(originOf(url));
      return target === undefined ? undefined : new URL(url.pathname + url.search, target);
    },
  };
}

/** The origin as `--forward` names it: `http` for `ws`, `https` for `wss`. */
export const originOf = ({ href }: URL): string => new URL(href.replace(/^ws/, 'http')).origin;

/** What the platform fixes: a mini program can't choose it. */
export const platformHeaders = (appId: string) => ({
  referer: `https://servicewechat.com/${appId}/devtools/page-frame.html`,
  // As DevTools sends it for the phone that this one looks like.
  'user-agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile wechatdevtools/1.06 MicroMessenger/8.0.50',
});
