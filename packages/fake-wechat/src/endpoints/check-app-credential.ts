import type { Endpoint } from '../protocol/endpoints.ts';
import type { PlatformState } from '../state/platform-state.ts';

/**
 * Checks the AppID, the AppSecret and the IP whitelist for a call that issues an access_token, and counts the call.
 * @returns the errcode of the refusal, or undefined
 */
export function checkAppCredential(
  asked: {
    appId: unknown;
    secret: unknown;
    grantType: unknown;
    /** The caller's IP address. */
    address: string;
    endpoint: Endpoint;
  },
  state: PlatformState,
): number | undefined {
  const { appId, secret, grantType, address, endpoint } = asked;
  if (!appId) return 41002;
  const app = state.apps.find((candidate) => candidate.appId === appId);
  if (!app) return 40013;
  if (grantType !== 'client_credential') return 40002;
  if (!secret) return 41004;
  if (secret !== app.appSecret) return 40125;
  const whitelist = state.whitelists.get(app.appId);
  if (whitelist && !whitelist.includes(address)) return 40164;
  return state.quotas.spend(endpoint, app.appId);
}
