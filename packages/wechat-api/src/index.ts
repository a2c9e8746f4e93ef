export { createWechatClient, type WechatClient, type WechatClientOptions } from './client.ts';
export type { WechatIdentity } from './code2session.ts';
export { type UnreachableReason, WechatError, type WechatFailure } from './errors.ts';
