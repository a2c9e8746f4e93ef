import { z } from 'zod';

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
    openid: z.string().min(1),
    session_key: z.string().min(1),
    unionid: z.string().optional(),
  })
  .transform(({ openid, session_key: sessionKey, unionid }) => ({
    openid,
    sessionKey,
    ...(unionid && { unionid }),
  }));
