import type { Endpoint } from './endpoints.ts';
import type { World } from './world.ts';

/** The app that a call's access_token stands for, once a call of its quota is spent; or why there is none. */
export function authorize(
  endpoint: Endpoint,
  query: URLSearchParams,
  world: World,
): { appId: string } | { errcode: number } {
  const accessToken = query.get('access_token');
  if (!accessToken) return { errcode: 41001 };
  const check = world.accessTokens.check(accessToken);
  if (check.kind === 'unknown') return { errcode: 40001 };
  if (check.kind === 'expired') return { errcode: 42001 };
  const overQuota = world.quotas.spend(endpoint, check.appId);
  return overQuota ? { errcode: overQuota } : { appId: check.appId };
}
