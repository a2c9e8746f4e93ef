import { z } from 'zod';
import { text } from './well-formed-text.ts';

/** Who a code stands for. */
export interface WechatIdentity {
  openid: string;
  /** WeChat's key of this person's data. It never leaves the server. */
  sessionKey: string;
  /** Present once the app is bound to an Open Platform account. */
  unionid?: string;
}

/** The answer of code2Session. */
export const code2SessionSchema: z.ZodType<WechatIdentity> = z
  .object({
    openid: text,
    session_key: text,
    unionid: z.union([z.literal(''), text]).optional(),
  })
  .transform(({ openid, session_key: sessionKey, unionid }) => ({
    openid,
    sessionKey,
    ...(unionid && { unionid }),
  }));
