import { isAxiosError, isCancel } from 'axios';
import type { UnreachableReason, WechatFailure } from './errors.ts';
import { type CallStage, proxyCodes, type UndiciCall } from './undici/errors.ts';

/** The reason for each error code of Node and axios; any other code means `reset`. */
const reasons: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ETIMEDOUT: 'timeout',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  EPROTO: 'tls',
  [proxyCodes.unreachable]: 'proxy-unreachable',
  [proxyCodes.auth]: 'proxy-auth',
  [proxyCodes.refused]: 'proxy-refused',
};

/** Whether WeChat may have processed a request that failed at this stage. */
const maybeProcessedAt: Readonly<Record<CallStage, boolean>> = {
  unsent: false,
  // The other side was closing an idle connection, so it almost certainly did not read the request.
  closed: false,
  sent: true,
  answered: true,
};

/**
 * Converts a failure of the transport.
 * @param error what axios rejected with; only its code and stage are used
 * @param givenUpBy what aborted the request, if its signal was aborted
 */
export function readTransportFailure(
  error: unknown,
  givenUpBy: 'caller' | 'deadline' | undefined,
): WechatFailure {
  if (isCancel(error))
    return {
      kind: 'unreachable',
      reason: givenUpBy === 'caller' ? 'aborted' : 'timeout',
      maybeProcessed: true,
    };
  if (!isAxiosError(error) || !error.request)
    throw new TypeError('the transport failed outside its contract');
  const code = error.code ?? '';
  // axios uses one code for a body that is refused and for one that ends early; only the latter has a response.
  if (code === 'ERR_BAD_RESPONSE' && !error.response)
    return { kind: 'malformed', fault: 'the answer is too large, or not HTTP' };
  const { stage }: UndiciCall = error.request;
  return {
    kind: 'unreachable',
    reason: (Object.hasOwn(reasons, code) && reasons[code]) || 'reset',
    maybeProcessed: maybeProcessedAt[stage],
  };
}
