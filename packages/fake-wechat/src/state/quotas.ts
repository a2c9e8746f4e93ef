import type { Endpoint } from '../protocol/endpoints.ts';
import { dayOf } from './access-tokens.ts';

/** The calls that an app may make to an endpoint. Absent: unlimited. */
export interface Quota {
  perMinute?: number;
  perDay?: number;
}

export interface Quotas {
  set(endpoint: Endpoint, quota: Quota): void;
  /** Counts a call; returns the errcode if the quota is used up. */
  spend(endpoint: Endpoint, appId: string): 45009 | 45011 | undefined;
  list(): { endpoint: Endpoint; perMinute?: number; perDay?: number }[];
}

/**
 * Creates the quotas, per app and endpoint, counted in clock minutes and days; `now` is in milliseconds. The defaults are
 * the documented limits of the two endpoints that issue access_tokens.
 */
export function createQuotas(now: () => number): Quotas {
  const quotas = new Map<Endpoint, Quota>([
    ['/cgi-bin/token', { perDay: 2_000 }],
    ['/cgi-bin/stable_token', { perMinute: 10_000, perDay: 500_000 }],
  ]);
  const counts = new Map<
    string,
    { minute: number; inMinute: number; day: number; inDay: number }
  >();

  return {
    set: (endpoint, quota) => void quotas.set(endpoint, quota),
    spend(endpoint, appId) {
      const { perMinute = Infinity, perDay = Infinity } = quotas.get(endpoint) ?? {};
      const key = `${endpoint} ${appId}`;
      const [minute, day] = [Math.floor(now() / 60_000), dayOf(now())];
      const last = counts.get(key);
      const inMinute = last?.minute === minute ? last.inMinute : 0;
      const inDay = last?.day === day ? last.inDay : 0;
      if (inDay >= perDay) return 45009;
      if (inMinute >= perMinute) return 45011;
      counts.set(key, { minute, inMinute: inMinute + 1, day, inDay: inDay + 1 });
      return undefined;
    },
    list: () => [...quotas].map(([endpoint, quota]) => ({ endpoint, ...quota })),
  };
}
