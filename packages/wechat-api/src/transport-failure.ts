import { isAxiosError, isCancel } from 'axios';
import type { UnreachableReason, WechatFailure } from './errors.ts';
import { type CallStage, proxyCodes, type UndiciCall } from './undici/errors.ts';

/** What a code of Node or axios means, where it is not that the connection was lost. */
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

/** Whether WeChat may have read the request, and so used up the code, when it failed at this stage. */
const maySpendCodeAt: Readonly<Record<CallStage, boolean>> = {
  unsent: false,
  // An idle connection that the other side was closing: as good as certain not to have read what came after.
  closed: false,
  sent: true,
  answered: true,
};

/**
 * What a failed request of the transport means.
 * @param error what axios rejected with; nothing of it but its code and its stage goes into the result
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
  if (!isAxiosError(error) || !error.request)
    throw new TypeError('the transport failed outside its contract');
  const code = error.code ?? '';
  // axios has one code for a body that can't be taken and for one that breaks off; only the latter has a response.
  if (code === 'ERR_BAD_RESPONSE' && !error.response)
    return { kind: 'malformed', fault: 'the answer is too large, or not HTTP' };
  const { stage }: UndiciCall = error.request;
  return {
    kind: 'unreachable',
    reason: (Object.hasOwn(reasons, code) && reasons[code]) || 'reset',
    maySpendCode: maySpendCodeAt[stage],
  };
}
