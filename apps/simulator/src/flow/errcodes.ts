import type { Text } from '../text.ts';

/** What WeChat's refusals mean for whoever runs the server. */
export const errcodeMeanings: Record<number, Text> = {
  [-1]: { zh: '微信系统繁忙，稍后再试。', en: 'WeChat is busy; try again in a moment.' },
  40001: {
    zh: 'access_token 无效或不是最新的：别处可能又获取了一个。',
    en: 'The access_token is not the latest: somebody else may have fetched another one.',
  },
  40013: { zh: '服务器的 AppID 不对。', en: "The server's AppID is wrong." },
  40029: {
    zh: 'code 无效：过期了、写错了，或者属于另一个 AppID 的小程序。',
    en: 'The code is not good: too old, mistyped, or of a mini program with another AppID.',
  },
  40125: {
    zh: '服务器的 AppSecret 不对，可能在公众平台被重置过。',
    en: "The server's AppSecret is wrong; perhaps it was reset in the console.",
  },
  40163: {
    zh: 'code 已经用过，每个 code 只能用一次。',
    en: 'The code was used before; each works once.',
  },
  40164: {
    zh: '服务器的 IP 不在白名单里。',
    en: "The server's IP address is not on the app's whitelist.",
  },
  40226: {
    zh: '微信认为这个用户风险高，拒绝登录。',
    en: 'WeChat holds this person for a risk and refuses.',
  },
  42001: { zh: 'access_token 过期了。', en: 'The access_token has expired.' },
  45009: { zh: '今天的调用次数用完了。', en: "The day's calls are used up." },
  45011: {
    zh: '这一分钟的调用次数用完了。',
    en: "The minute's calls are used up; try again in the next.",
  },
  87009: {
    zh: '签名不对：session_key 已被更换。',
    en: 'The signature is wrong: the session_key was replaced.',
  },
};
