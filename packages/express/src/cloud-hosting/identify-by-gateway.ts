import { ProblemError } from 'weapp-login';
import type { ExchangeCode } from '../login/exchange-code.ts';
import type { GatewayHeaders } from './gateway-headers.ts';

/**
 * Returns an exchange that takes the identity from WeChat's gateway where it is in the request, and exchanges the code
 * otherwise. The gateway gives no session_key, so encrypted user data can't be decrypted after such a login.
 */
export function identifyByGateway(
  gateway: GatewayHeaders,
  exchangeCode: ExchangeCode,
): ExchangeCode {
  return async (app, code, request) => {
    const identity = gateway.identityOf(request.headers);
    if (!identity) return exchangeCode(app, code, request);
    const { appId, openid, unionid } = identity;
    if (appId !== app.appId)
      throw new ProblemError('unknown-app', {
        detail: `The mini program has AppID ${appId}, the request is for ${app.appId}.`,
      });
    request.note({ appId, identifiedBy: 'gateway' });
    return { openid, ...(unionid && { unionid }), sessionKey: '' };
  };
}
