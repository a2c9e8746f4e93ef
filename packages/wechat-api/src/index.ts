export { createWechatClient, type WechatClient, type WechatClientOptions } from './client.ts';
export type { WechatIdentity } from './code2session.ts';
export { type UnreachableReason, WechatError, type WechatFailure } from './errors.ts';
export { decryptUserData, type UserData } from './user-data/decrypt.ts';
export { UserDataError, type UserDataFault } from './user-data/errors.ts';
export { signWithSessionKey, verifySignature } from './user-data/signature.ts';
