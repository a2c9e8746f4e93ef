import { z } from 'zod';

/** What the console has under 消息推送. */
export const pushSettingsSchema = z.strictObject({
  appId: z.string(),
  /** The address of the server: http or https. */
  url: z.url({ protocol: /^https?$/ }),
  /** Default: the app's. */
  token: z.string().min(3).max(32).exactOptional(),
  /** 43 characters. Default: the app's. */
  encodingAesKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}$/)
    .exactOptional(),
  /** 消息加解密方式: plain is 明文模式, compatible 兼容模式, secure 安全模式. Default: secure. */
  mode: z.enum(['plain', 'compatible', 'secure']).exactOptional(),
  /** 数据格式. Default: json. */
  format: z.enum(['json', 'xml']).exactOptional(),
});
export type PushSettings = z.infer<typeof pushSettingsSchema>;

/** The events of 授权用户信息变更. */
export const pushedEvents = [
  'user_info_modified',
  'user_authorization_revoke',
  'user_authorization_cancellation',
] as const;

export const pushSchema = z.strictObject({
  personId: z.string(),
  appId: z.string(),
  event: z.enum(pushedEvents),
  /** What the person took back, such as `8` for the phone number. Only for user_authorization_revoke. */
  revokeInfo: z.string().exactOptional(),
  /** Sends this many copies at the same time. Default: 1. */
  copies: z.int().min(1).max(10).exactOptional(),
  /** Milliseconds until the first attempt. The message still says when the event happened. Default: 0. */
  delayMs: z.int().min(0).exactOptional(),
});
export type Push = z.infer<typeof pushSchema>;

/** How the delivery of one copy ended. */
export interface PushResult {
  /** How often it was sent. */
  attempts: number;
  /** Whether the server acknowledged it. WeChat gives up after three attempts. */
  acknowledged: boolean;
}
