import { ProblemError } from '@weapp-login/shared';
import { ClientFailure, type Failure, type FailureCode } from './failure.ts';
import type { Language } from './language.ts';

interface Words {
  /** What happened. */
  title: string;
  /** What the person can do about it. */
  text: string;
  /** What whoever develops the mini program should look at; never shown in the released version. */
  hint?: string;
}

/** `retry`: trying again can help. `none`: it can't, so the message is only to be read. */
export type Action = 'retry' | 'none';

/** What a person is told about each failure. */
export const messages: Readonly<
  Record<FailureCode, { action: Action } & Readonly<Record<Language, Words>>>
> = {
  'invalid-request': {
    action: 'none',
    zh: {
      title: '服务器看不懂这个请求',
      text: '请把小程序更新到最新版本。',
      hint: '小程序和服务器用的 packages/shared 版本不一致吗？',
    },
    en: {
      title: 'The server did not understand the request',
      text: 'Please update the mini program to its latest version.',
      hint: 'Do both sides use the same version of packages/shared?',
    },
  },
  'unknown-app': {
    action: 'none',
    zh: {
      title: '服务器不认识这个小程序',
      text: '请联系小程序的开发者。',
      hint: '服务器的设置里没有这个 AppID。',
    },
    en: {
      title: 'The server does not know this mini program',
      text: 'Please contact its developer.',
      hint: 'This AppID is missing in the settings of the server.',
    },
  },
  'code-rejected': {
    action: 'retry',
    zh: {
      title: '微信没有认可这次登录',
      text: '登录凭证可能已经过期，请再试一次。',
      hint: '小程序的 AppID 和服务器的 WECHAT_APP_ID 必须相同。',
    },
    en: {
      title: 'WeChat did not accept this login',
      text: 'The login code may have expired. Please try again.',
      hint: 'The AppID of the mini program and WECHAT_APP_ID of the server must be the same.',
    },
  },
  'phone-code-rejected': {
    action: 'retry',
    zh: { title: '微信没有认可手机号授权', text: '授权可能已经过期，请再点一次。' },
    en: {
      title: 'WeChat did not accept your permission',
      text: 'It may have expired. Please tap again.',
    },
  },
  'session-required': {
    action: 'retry',
    zh: { title: '登录已经失效', text: '请重新登录。' },
    en: { title: 'You are no longer logged in', text: 'Please log in again.' },
  },
  'user-blocked': {
    action: 'none',
    zh: {
      title: '微信拒绝了这个账号的登录',
      text: '微信认为这个账号有风险。请按微信的提示处理后再来。',
    },
    en: {
      title: 'WeChat refused the login of this account',
      text: 'WeChat has flagged this account as high-risk. Please follow its instructions, then try again.',
    },
  },
  'not-found': {
    action: 'none',
    zh: {
      title: '服务器上没有这个功能',
      text: '请把小程序更新到最新版本。',
      hint: '服务器比小程序旧，或者地址多了一段路径。',
    },
    en: {
      title: 'The server does not have this function',
      text: 'Please update the mini program to its latest version.',
      hint: 'The server is older than the mini program, or the base URL contains an extra path.',
    },
  },
  'method-not-allowed': {
    action: 'none',
    zh: { title: '服务器不支持这个操作', text: '请把小程序更新到最新版本。' },
    en: {
      title: 'The server does not support this action',
      text: 'Please update the mini program to its latest version.',
    },
  },
  'user-data-rejected': {
    action: 'retry',
    zh: { title: '微信的加密数据无法解密', text: '请重新登录后再试一次。' },
    en: {
      title: 'The data from WeChat could not be decrypted',
      text: 'Please log in again and retry.',
    },
  },
  'body-too-large': {
    action: 'none',
    zh: { title: '发送的内容太大', text: '请减少内容后再发送。' },
    en: { title: 'What was sent is too large', text: 'Please send less at once.' },
  },
  'unsupported-media-type': {
    action: 'none',
    zh: { title: '服务器不接受这种格式', text: '请把小程序更新到最新版本。' },
    en: {
      title: 'The server does not accept this format',
      text: 'Please update the mini program to its latest version.',
    },
  },
  'too-many-requests': {
    action: 'retry',
    zh: { title: '操作过于频繁', text: '请稍等片刻再试。' },
    en: { title: 'Too many requests', text: 'Please wait a moment.' },
  },
  internal: {
    action: 'retry',
    zh: {
      title: '服务器出错了',
      text: '请稍后再试。如果一直这样，请把下面的编号告诉开发者。',
      hint: '服务器日志里同一编号的那一行写着要改哪个设置。',
    },
    en: {
      title: 'Something went wrong on the server',
      text: 'Please try again later. If it persists, send the id below to the developer.',
      hint: "The server's log names the setting to fix under this id.",
    },
  },
  'wechat-unavailable': {
    action: 'retry',
    zh: { title: '暂时连不上微信', text: '微信的服务正忙，请再试一次。' },
    en: {
      title: 'WeChat is out of reach for now',
      text: 'Its service is busy. Please try again.',
    },
  },
  overloaded: {
    action: 'retry',
    zh: { title: '服务器正忙', text: '请稍等片刻再试。' },
    en: { title: 'The server is busy', text: 'Please try again in a moment.' },
  },
  'store-unavailable': {
    action: 'retry',
    zh: {
      title: '服务器暂时读不到数据',
      text: '请稍后再试。',
      hint: '服务器的 /readyz 和日志写着它的数据库怎么了。',
    },
    en: {
      title: "The server can't access its data right now",
      text: 'Please try again later.',
      hint: "The server's /readyz and its log say what is wrong with its database.",
    },
  },
  unreachable: {
    action: 'retry',
    zh: {
      title: '连不上服务器',
      text: '请检查网络，然后再试一次。',
      hint: '后端启动了吗？地址写在 src/config.ts；真机上的 127.0.0.1 是手机自己。',
    },
    en: {
      title: 'The server cannot be reached',
      text: 'Please check your network, then try again.',
      hint: 'Is the backend running? Its address is in src/config.ts; on a phone, 127.0.0.1 is the phone itself.',
    },
  },
  timeout: {
    action: 'retry',
    zh: { title: '等了太久没有回应', text: '网络可能较慢，请再试一次。' },
    en: { title: 'No answer in time', text: 'The network may be slow. Please try again.' },
  },
  interrupted: {
    action: 'retry',
    zh: { title: '登录被打断了', text: '登录时请不要离开小程序。请再试一次。' },
    en: {
      title: 'The request was interrupted',
      text: 'Please stay in the mini program and try again.',
    },
  },
  'domain-not-listed': {
    action: 'retry',
    zh: {
      title: '服务器的域名没有登记',
      text: '请联系小程序的开发者。',
      hint: '在开发者工具的「详情 → 本地设置」里勾选“不校验合法域名…”；上线前在小程序后台把域名加入 request 和 uploadFile 合法域名。',
    },
    en: {
      title: "The server's domain is not registered",
      text: 'Please contact the developer of the mini program.',
      hint: 'In WeChat DevTools, Details → Local Settings, tick “不校验合法域名…”. Before release, register the domain as a request and uploadFile domain.',
    },
  },
  'not-configured': {
    action: 'none',
    zh: {
      title: '还没有设置服务器地址',
      text: '请联系小程序的开发者。',
      hint: '在 src/config.ts 里填写这个版本的地址，然后重新构建。',
    },
    en: {
      title: 'No server address is set',
      text: 'Please contact the developer of the mini program.',
      hint: 'Set the address for this version in src/config.ts and build again.',
    },
  },
  'rate-limited': {
    action: 'retry',
    zh: { title: '操作太快了', text: '请慢一点，过几秒再试。' },
    en: { title: 'That was too fast', text: 'Please try again in a few seconds.' },
  },
  privacy: {
    action: 'retry',
    zh: {
      title: '需要先同意隐私保护指引',
      text: '同意后才能使用这个功能，请再试一次。',
      hint: '小程序后台的《用户隐私保护指引》必须列出用到的接口。',
    },
    en: {
      title: 'Your consent to the privacy terms is needed',
      text: 'This works once you have agreed. Please try again.',
      hint: "The console's privacy terms must list the interfaces in use.",
    },
  },
  'login-blocked': {
    action: 'none',
    zh: { title: '微信停用了这个小程序的登录', text: '请联系小程序的开发者。' },
    en: {
      title: 'WeChat has disabled login in this mini program',
      text: 'Please contact its developer.',
    },
  },
  'login-failed': {
    action: 'retry',
    zh: { title: '微信没有给出登录凭证', text: '请再试一次，或者重新打开小程序。' },
    en: {
      title: 'WeChat gave no login code',
      text: 'Please try again, or reopen the mini program.',
    },
  },
  'server-unavailable': {
    action: 'retry',
    zh: { title: '服务器暂时不可用', text: '可能正在维护，请稍后再试。' },
    en: {
      title: 'The server is not available for now',
      text: 'It may be under maintenance. Please try again later.',
    },
  },
  intercepted: {
    action: 'retry',
    zh: {
      title: '请求被拦截了',
      text: '请求没有到达服务器，请稍后再试。',
      hint: '响应来自服务器前面的网关、代理或防火墙（WAF），或者地址不是服务器的。',
    },
    en: {
      title: 'The request was blocked',
      text: 'It did not reach the server. Try again later.',
      hint: "A gateway, proxy or firewall (WAF) answered, or the address is not the server's.",
    },
  },
  'bad-answer': {
    action: 'retry',
    zh: {
      title: '收到的回答不对',
      text: '如果在用公共 Wi-Fi，请先完成它的登录，然后再试。',
      hint: '这个地址上的服务不是本项目的服务器，或者版本比小程序旧。',
    },
    en: {
      title: 'Not the expected answer',
      text: 'On public Wi-Fi, log in to it first, then try again.',
      hint: "What answered is not this project's server, or an older version of it.",
    },
  },
  'logged-out': {
    action: 'retry',
    zh: { title: '登录已取消', text: '您在登录完成之前退出了。' },
    en: { title: 'The login was cancelled', text: 'You logged out before it was complete.' },
  },
  'phone-refused': {
    action: 'none',
    zh: {
      title: '没有得到手机号',
      text: '需要您允许以后才能得到手机号；没有手机号也可以继续使用。',
      hint: '个人主体和未认证的小程序不能使用手机号快速验证组件。',
    },
    en: {
      title: 'No phone number was given',
      text: 'It needs your permission. Everything else works without it.',
      hint: 'Mini programs of individuals, and unverified ones, may not ask for phone numbers.',
    },
  },
  'phone-quota': {
    action: 'none',
    zh: {
      title: '暂时不能获取手机号',
      text: '这个小程序的手机号验证次数已经用完，请以后再来。',
      hint: '在微信公众平台的「付费管理」购买手机号快速验证组件的资源包。',
    },
    en: {
      title: 'Phone numbers are not available for now',
      text: 'This mini program has used up its phone numbers. Please try later.',
      hint: "Buy more under 付费管理 in the mini program's console.",
    },
  },
  'phone-blocked': {
    action: 'none',
    zh: { title: '微信不提供这个账号的手机号', text: '没有手机号也可以继续使用。' },
    en: {
      title: 'WeChat does not give out the phone number of this account',
      text: 'Everything else works without it.',
    },
  },
  'picture-refused': {
    action: 'none',
    zh: { title: '这张图片用不了', text: '请换一张 JPEG、PNG 或 WebP 格式的图片。' },
    en: { title: 'This picture cannot be used', text: 'Please choose one in JPEG, PNG or WebP.' },
  },
  'nickname-empty': {
    action: 'none',
    zh: { title: '昵称是空的', text: '请填写昵称；如果微信清空了它，请换一个。' },
    en: {
      title: 'The nickname is empty',
      text: 'Please enter one. If WeChat emptied the field, choose another nickname.',
    },
  },
  unexpected: {
    action: 'retry',
    zh: { title: '小程序出错了', text: '请重新打开小程序。', hint: '详情在控制台里。' },
    en: {
      title: 'Something went wrong in the mini program',
      text: 'Please reopen it.',
      hint: 'The console has the details.',
    },
  },
};

/** A failure, ready to be shown. */
export interface Message extends Words {
  code: FailureCode;
  action: Action;
  /** What to quote when asking for help: the id of the request, the errno or the HTTP status. */
  reference?: string;
}

/** The failure that an error is; one that nobody foresaw is `unexpected`. */
export const failureOf = (error: unknown): Failure =>
  error instanceof ProblemError || error instanceof ClientFailure
    ? error
    : new ClientFailure('unexpected');

/**
 * The message about a failure.
 * @param options.hints whether to tell what a developer should look at
 */
export function messageOf(
  failure: Failure,
  { language, hints }: { language: Language; hints: boolean },
): Message {
  const { action, [language]: words } = messages[failure.code];
  const { title, text, hint } = words;
  const reference = referenceOf(failure, language);
  return {
    code: failure.code,
    action,
    title,
    text: text + waitOf(failure, language),
    ...(hints && hint && { hint }),
    ...(reference && { reference }),
  };
}

function waitOf(failure: Failure, language: Language): string {
  const seconds = failure.details.retryAfter;
  if (!seconds) return '';
  const wait = durationOf(seconds, language);
  return language === 'zh' ? `${wait}后可以再试。` : ` You can try again in ${wait}.`;
}

/** Rounded up, so that whoever waits so long has waited long enough. */
function durationOf(seconds: number, language: Language): string {
  if (seconds < 120) return language === 'zh' ? `${seconds} 秒` : `${seconds} s`;
  if (seconds < 7_200) {
    const minutes = Math.ceil(seconds / 60);
    return language === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
  }
  const hours = Math.ceil(seconds / 3_600);
  return language === 'zh' ? `${hours} 小时` : `${hours} h`;
}

function referenceOf(failure: Failure, language: Language): string | undefined {
  if (failure instanceof ProblemError) {
    const { requestId } = failure.details;
    return requestId && `${language === 'zh' ? '请求编号' : 'Request id'} ${requestId}`;
  }
  const { errno, status } = failure.details;
  if (errno !== undefined) return `errno ${errno}`;
  return status === undefined ? undefined : `HTTP ${status}`;
}
