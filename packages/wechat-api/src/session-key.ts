import { z } from 'zod';
import { WechatError } from './errors.ts';
import { signWithSessionKey } from './user-data/signature.ts';

/** WeChat's errcodes for a session_key that has expired or been replaced. */
const staleKey: ReadonlySet<number> = new Set([87007, 87009]);

/** The response of checkSessionKey, which has only an errcode. */
export const checkSessionKeySchema = z.object({}).transform(() => true);

/** Returns false for a refusal that means that the key is stale. @throws every other error */
export function falseIfStale(error: unknown): false {
  const { failure } = error instanceof WechatError ? error : {};
  if (failure?.kind === 'rejected' && staleKey.has(failure.errcode)) return false;
  throw error;
}

/** The response of resetUserSessionKey. */
export const resetSessionKeySchema = z
  .object({ session_key: z.string().min(1) })
  .transform(({ session_key: sessionKey }) => ({ sessionKey }));

/** Returns the part of a request that proves possession of a person's session_key. */
export function proveSessionKey(input: { openid: string; sessionKey: string }) {
  const signature = signWithSessionKey({ sessionKey: input.sessionKey, message: '' });
  return {
    query: { openid: input.openid, signature, sig_method: 'hmac_sha256' },
    secrets: [signature],
  };
}
