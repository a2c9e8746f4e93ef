import type { ProblemCode } from '../problem.ts';
import type { FailureWords } from './words.ts';

/** What a person reads about each problem of the login's contract. */
export const problemWords: FailureWords<ProblemCode> = {
  'invalid-request': {
    action: 'none',
    zh: [
      '请求格式有误',
      '请把小程序更新到最新版本后重试。',
      '小程序与服务器的接口契约版本可能不一致。',
    ],
    en: [
      'The request was invalid',
      'Please update the mini program, then try again.',
      'The mini program and the server may use different versions of the contract.',
    ],
  },
  'unknown-app': {
    action: 'none',
    zh: ['服务器没有配置这个小程序', '请联系小程序的开发者。', '服务器的设置里没有这个 AppID。'],
    en: [
      'This mini program is not set up on the server',
      'Please contact its developer.',
      "The server's settings do not include this AppID.",
    ],
  },
  'code-rejected': {
    zh: [
      '微信登录未通过',
      '登录凭证可能已过期，请重试。',
      '小程序的 AppID 必须与服务器的 WECHAT_APP_ID 一致。',
    ],
    en: [
      'WeChat rejected this login',
      'The login code may have expired. Please try again.',
      'The AppID of the mini program must match WECHAT_APP_ID on the server.',
    ],
  },
  'phone-code-rejected': {
    zh: ['手机号验证未通过', '授权可能已过期，请再点一次。'],
    en: [
      'The phone number could not be verified',
      'Your permission may have expired. Please tap again.',
    ],
  },
  'session-required': {
    zh: ['登录已失效', '请重新登录。'],
    en: ['You are no longer logged in', 'Please log in again.'],
  },
  'user-blocked': {
    action: 'none',
    zh: ['微信拒绝了这个账号的登录', '微信认为这个账号存在风险，请按微信提示处理后重试。'],
    en: [
      'WeChat blocked the login of this account',
      'WeChat has flagged this account as high-risk. Follow its instructions, then try again.',
    ],
  },
  'not-found': {
    action: 'none',
    zh: [
      '服务器没有这个功能',
      '请把小程序更新到最新版本。',
      '服务器的版本比小程序旧，或者地址里多了一段路径。',
    ],
    en: [
      'The server does not have this feature',
      'Please update the mini program.',
      'The server is older than the mini program, or the base URL contains an extra path.',
    ],
  },
  'method-not-allowed': {
    action: 'none',
    zh: ['服务器不支持这个操作', '请把小程序更新到最新版本。'],
    en: ['The server does not support this action', 'Please update the mini program.'],
  },
  'user-data-rejected': {
    zh: ['微信的加密数据无法解密', '请重新登录后再试。'],
    en: ['The data from WeChat could not be decrypted', 'Please log in again, then retry.'],
  },
  'body-too-large': {
    action: 'none',
    zh: ['发送的内容太大', '请减少内容后再试。'],
    en: ['The request is too large', 'Please send less at a time.'],
  },
  'unsupported-media-type': {
    action: 'none',
    zh: ['服务器不支持这种格式', '请把小程序更新到最新版本。'],
    en: ['The server does not support this format', 'Please update the mini program.'],
  },
  'too-many-requests': {
    zh: ['操作过于频繁', '请稍后再试。'],
    en: ['Too many requests', 'Please wait a moment.'],
  },
  internal: {
    zh: [
      '服务器出错了',
      '请稍后再试。如果问题仍然存在，请把下面的编号发给开发者。',
      '服务器日志中这个编号的记录会说明要改哪个设置。',
    ],
    en: [
      'Something went wrong on the server',
      'Please try again later. If it keeps happening, send the ID below to the developer.',
      "The entry with this ID in the server's log names the setting to fix.",
    ],
  },
  'wechat-unavailable': {
    zh: ['暂时连不上微信', '微信服务繁忙，请重试。'],
    en: ['WeChat is not responding', 'Its service is busy. Please try again.'],
  },
  overloaded: {
    zh: ['服务器繁忙', '请稍后再试。'],
    en: ['The server is busy', 'Please try again in a moment.'],
  },
  'store-unavailable': {
    zh: ['服务器暂时无法读取数据', '请稍后再试。', '原因见服务器的 /readyz 和日志。'],
    en: [
      "The server can't access its data right now",
      'Please try again later.',
      "The server's /readyz and its log give the reason.",
    ],
  },
};
