import type { Endpoint } from './endpoints.ts';
import type { World } from './world.ts';

/**
 * Checks who asks for an access_token, and counts the call.
 * @returns the errcode of the refusal, or undefined
 */
export function refuseCredential(
  asked: {
    appId: unknown;
    secret: unknown;
    grantType: unknown;
    /** The caller's IP address. */
    address: string;
    endpoint: Endpoint;
  },
  world: World,
): number | undefined {
  const { appId, secret, grantType, address, endpoint } = asked;
  if (!appId) return 41002;
  const app = world.apps.find((candidate) => candidate.appId === appId);
  if (!app) return 40013;
  if (grantType !== 'client_credential') return 40002;
  if (!secret) return 41004;
  if (secret !== app.appSecret) return 40125;
  const whitelist = world.whitelists.get(app.appId);
  if (whitelist && !whitelist.includes(address)) return 40164;
  return world.quotas.spend(endpoint, app.appId);
}
