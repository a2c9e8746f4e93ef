export type { AccessToken, AccessTokenCache } from './access-token/cache.ts';
export { type ConvertedOpenid, mostConvertedOpenids } from './change-openid.ts';
export { isWechatOutage } from './circuit-breaker/is-outage.ts';
export type { BreakerState, CallObserver } from './circuit-breaker/protected-call.ts';
export type { WechatIdentity } from './code2session.ts';
export { createWechatClient } from './create-wechat-client.ts';
export {
  type Errcode,
  type ErrcodeFault,
  type ErrcodeSubject,
  errcodePage,
  errcodes,
  explainErrcode,
} from './errcodes.ts';
export { type UnreachableReason, WechatError, type WechatFailure } from './errors.ts';
export {
  type AuthorizationChange,
  authorizationChangeOf,
  revocable,
} from './message-push/authorization-change.ts';
export { readEncodingAesKey } from './message-push/decrypt.ts';
export { MessagePushError, type MessagePushFault } from './message-push/errors.ts';
export { type OpenedMessage, openMessage } from './message-push/open-message.ts';
export type { PushedMessage } from './message-push/parse-message.ts';
export {
  answerUrlCheck,
  type MessagePushApp,
  type MessagePushQuery,
  signPush,
} from './message-push/signature.ts';
export type { PhoneNumber } from './phone-number.ts';
export { decryptUserData, type UserData } from './user-data/decrypt.ts';
export { UserDataError, type UserDataFault } from './user-data/errors.ts';
export { signWithSessionKey, verifySignature } from './user-data/signature.ts';
export type { WechatClient, WechatClientOptions } from './wechat-client.ts';
