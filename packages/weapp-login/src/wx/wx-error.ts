import { ClientFailure, type ClientFailureKind } from '../client/client-failure.ts';
import { redact } from '../client/redact.ts';

/** What a method of `wx` says where it fails; either may be missing. */
export interface WxError {
  errMsg?: string;
  errno?: number | undefined;
}

/**
 * The errno values that have a message of their own. `errMsg` is localised text and decides nothing.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html
 */
const kindOfErrno: Readonly<Record<number, ClientFailureKind>> = {
  5: 'timeout',
  103: 'privacy',
  104: 'privacy',
  108: 'unreachable',
  112: 'undeclared-api',
  1003: 'rate-limited',
  1025: 'privacy',
  101100: 'privacy',
  101101: 'privacy',
  101102: 'privacy',
  600000: 'unreachable',
  600001: 'unreachable',
  600002: 'domain-not-listed',
  600003: 'interrupted',
  600006: 'unreachable',
  600007: 'rate-limited',
  600009: 'not-configured',
  600011: 'not-configured',
  1400001: 'phone-quota',
  1402101: 'login-blocked',
  1421102: 'phone-blocked',
};

/**
 * Returns the failure that an error of `wx.*` stands for. Its errno is absent on base libraries before 2.24.0.
 * @param otherwise the kind for an errno that is absent or has no message of its own
 */
export function failureOfWx(
  error: WxError | undefined,
  otherwise: ClientFailureKind,
): ClientFailure {
  const { errno, errMsg } = error || {};
  const kind = (errno === undefined ? undefined : kindOfErrno[errno]) ?? otherwise;
  return new ClientFailure(kind, { errno, errMsg: redact(errMsg) });
}
