import type { Text } from '../text.ts';

/** What WeChat's errcodes mean for the person who runs the server. */
export const errcodeMeanings: Record<number, Text> = {
  [-1]: { zh: '微信系统繁忙，请稍后重试。', en: 'WeChat is busy; retry later.' },
  40001: {
    zh: 'access_token 无效或不是最新的，可能在别处被刷新了。',
    en: 'The access_token is not the latest; another process may have refreshed it.',
  },
  40013: { zh: '服务器的 AppID 错误。', en: "The server's AppID is wrong." },
  40029: {
    zh: 'code 无效：已过期、格式有误，或属于另一个 AppID 的小程序。',
    en: 'The code is invalid: expired, malformed, or from a mini program with another AppID.',
  },
  40125: {
    zh: '服务器的 AppSecret 错误，可能已在公众平台重置。',
    en: "The server's AppSecret is wrong; it may have been reset in the console.",
  },
  40163: {
    zh: 'code 已被使用，每个 code 只能使用一次。',
    en: 'The code has already been used; each works only once.',
  },
  40164: {
    zh: '服务器的 IP 不在白名单中。',
    en: "The server's IP address is not on the app's whitelist.",
  },
  40226: {
    zh: '微信判定该用户为高风险，拒绝登录。',
    en: 'WeChat considers this user high-risk and refuses the login.',
  },
  42001: { zh: 'access_token 已过期。', en: 'The access_token has expired.' },
  45009: { zh: '今日调用次数已用完。', en: 'The daily quota is used up.' },
  45011: {
    zh: '本分钟调用次数已用完。',
    en: 'The per-minute quota is used up; retry in a minute.',
  },
  87009: {
    zh: '签名错误：session_key 已被更换。',
    en: 'The signature is invalid: the session_key was replaced.',
  },
};
