import type { Endpoint } from '../protocol/endpoints.ts';
import type { PlatformState } from '../state/platform-state.ts';

/** Checks the access_token of a call and counts the call. Returns the app, or the errcode of the refusal. */
export function checkAccessToken(
  endpoint: Endpoint,
  query: URLSearchParams,
  state: PlatformState,
): { appId: string } | { errcode: number } {
  const accessToken = query.get('access_token');
  if (!accessToken) return { errcode: 41001 };
  const check = state.accessTokens.check(accessToken);
  if (check.kind === 'unknown') return { errcode: 40001 };
  if (check.kind === 'expired') return { errcode: 42001 };
  const overQuota = state.quotas.spend(endpoint, check.appId);
  return overQuota ? { errcode: overQuota } : { appId: check.appId };
}
