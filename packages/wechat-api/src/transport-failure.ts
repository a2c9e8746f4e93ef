import { isAxiosError, isCancel } from 'axios';
import { connectTimeoutCode } from './connection-guard.ts';
import type { UnreachableReason, WechatFailure } from './errors.ts';

/** The failures that happen before a request is on its way: WeChat can't have seen it. */
const beforeSending: Readonly<Record<string, UnreachableReason>> = {
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  [connectTimeoutCode]: 'timeout',
  CERT_HAS_EXPIRED: 'tls',
  CERT_NOT_YET_VALID: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  EPROTO: 'tls',
};

/**
 * What a failed request of the transport means. Anything that is not known to happen before sending counts as having
 * spent the code.
 * @param error what axios rejected with; nothing of it but its code goes into the result
 * @param givenUpBy who ended the request, if its signal was aborted
 */
export function readTransportFailure(
  error: unknown,
  givenUpBy: 'caller' | 'deadline' | undefined,
): WechatFailure {
  if (isCancel(error))
    return {
      kind: 'unreachable',
      reason: givenUpBy === 'caller' ? 'aborted' : 'timeout',
      maySpendCode: true,
    };
  if (!isAxiosError(error)) throw new TypeError('the transport failed outside its contract');
  const code = error.code ?? '';
  const reason = Object.hasOwn(beforeSending, code) ? beforeSending[code] : undefined;
  if (reason) return { kind: 'unreachable', reason, maySpendCode: false };
  // axios has one code for a body over the limit and for one that breaks off; only the latter has a response.
  if (code === 'ERR_BAD_RESPONSE' && !error.response)
    return { kind: 'malformed', fault: 'the answer is too large' };
  return {
    kind: 'unreachable',
    reason: code === 'ETIMEDOUT' ? 'timeout' : 'reset',
    maySpendCode: true,
  };
}
