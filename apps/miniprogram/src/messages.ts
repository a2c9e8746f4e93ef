import { type ProblemDetails, ProblemError } from '@weapp-login/shared';
import {
  ClientFailure,
  type ClientFailureKind,
  type Failure,
  type FailureCode,
  failureOfHost,
} from './failure.ts';
import type { Language } from './language.ts';

/**
 * What happened, and what the person can do about it. The hint is for the developer of the mini program: what to check;
 * it is never shown in the released version.
 */
type Words = readonly [title: string, text: string, hint?: string];

/** `retry`: trying again can help. `none`: it can't, so the message is only to be read. */
export type Action = 'retry' | 'none';

/** What a person reads about each failure. */
export const messages: Readonly<Record<FailureCode, { action: Action } & Record<Language, Words>>> =
  {
    'invalid-request': {
      action: 'none',
      zh: [
        '请求格式有误',
        '请把小程序更新到最新版本后重试。',
        '小程序与服务器的 packages/weapp-login 版本可能不一致。',
      ],
      en: [
        'The request was invalid',
        'Please update the mini program, then try again.',
        'The mini program and the server may use different versions of packages/weapp-login.',
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
      action: 'retry',
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
      action: 'retry',
      zh: ['手机号验证未通过', '授权可能已过期，请再点一次。'],
      en: [
        'The phone number could not be verified',
        'Your permission may have expired. Please tap again.',
      ],
    },
    'session-required': {
      action: 'retry',
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
      action: 'retry',
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
      action: 'retry',
      zh: ['操作过于频繁', '请稍后再试。'],
      en: ['Too many requests', 'Please wait a moment.'],
    },
    internal: {
      action: 'retry',
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
      action: 'retry',
      zh: ['暂时连不上微信', '微信服务繁忙，请重试。'],
      en: ['WeChat is not responding', 'Its service is busy. Please try again.'],
    },
    overloaded: {
      action: 'retry',
      zh: ['服务器繁忙', '请稍后再试。'],
      en: ['The server is busy', 'Please try again in a moment.'],
    },
    'store-unavailable': {
      action: 'retry',
      zh: ['服务器暂时无法读取数据', '请稍后再试。', '原因见服务器的 /readyz 和日志。'],
      en: [
        "The server can't access its data right now",
        'Please try again later.',
        "The server's /readyz and its log give the reason.",
      ],
    },
    unreachable: {
      action: 'retry',
      zh: [
        '连不上服务器',
        '请检查网络后重试。',
        '服务器启动了吗？地址在 src/config.ts 中；在真机上，127.0.0.1 是手机自己。',
      ],
      en: [
        'The server cannot be reached',
        'Please check your network, then try again.',
        'Is the server running? Its address is in src/config.ts; on a phone, 127.0.0.1 is the phone itself.',
      ],
    },
    timeout: {
      action: 'retry',
      zh: ['等待超时', '网络可能较慢，请重试。'],
      en: ['The request timed out', 'The network may be slow. Please try again.'],
    },
    interrupted: {
      action: 'retry',
      zh: ['请求被中断了', '请不要离开小程序，然后重试。'],
      en: ['The request was interrupted', 'Please stay in the mini program and try again.'],
    },
    'domain-not-listed': {
      action: 'retry',
      zh: [
        '服务器域名未登记',
        '请联系小程序的开发者。',
        '在开发者工具的「详情 → 本地设置」中勾选“不校验合法域名…”；上线前，在小程序后台把域名加入 request 和 uploadFile 合法域名。',
      ],
      en: [
        "The server's domain is not registered",
        'Please contact the developer of this mini program.',
        'In WeChat DevTools, tick “不校验合法域名…” under Details → Local Settings. Before release, register the domain for request and uploadFile.',
      ],
    },
    'not-configured': {
      action: 'none',
      zh: [
        '尚未设置服务器地址',
        '请联系小程序的开发者。',
        '请在 src/config.ts 中填写这个版本的地址，然后重新构建。',
      ],
      en: [
        'No server address is set',
        'Please contact the developer of this mini program.',
        'Set the address for this version in src/config.ts and build again.',
      ],
    },
    'rate-limited': {
      action: 'retry',
      zh: ['操作太快了', '请过几秒再试。'],
      en: ['That was too fast', 'Please try again in a few seconds.'],
    },
    privacy: {
      action: 'retry',
      zh: [
        '需要先同意隐私保护指引',
        '同意后才能使用这个功能。',
        '小程序后台的《用户隐私保护指引》必须声明所用的接口。',
      ],
      en: [
        'Please agree to the privacy terms first',
        'This feature needs your consent.',
        'The privacy terms (用户隐私保护指引) in the console must declare the APIs in use.',
      ],
    },
    'login-blocked': {
      action: 'none',
      zh: ['微信停用了这个小程序的登录', '请联系小程序的开发者。'],
      en: ['WeChat has disabled login in this mini program', 'Please contact its developer.'],
    },
    'login-failed': {
      action: 'retry',
      zh: ['没有从微信获得登录凭证', '请重试，或重新打开小程序。'],
      en: ['WeChat did not issue a login code', 'Please try again, or reopen the mini program.'],
    },
    'server-unavailable': {
      action: 'retry',
      zh: [
        '服务器暂时不可用',
        '可能正在维护，请稍后再试。',
        '网关在运行，但它后面的服务器没有响应。',
      ],
      en: [
        'The server is temporarily unavailable',
        'It may be under maintenance. Please try again later.',
        'The gateway is up, but the server behind it did not respond.',
      ],
    },
    intercepted: {
      action: 'retry',
      zh: [
        '请求被拦截了',
        '请求没有到达服务器，请稍后再试。',
        '响应来自服务器前面的网关、代理或防火墙（WAF），或者地址不是服务器的。',
      ],
      en: [
        'The request was blocked',
        'It did not reach the server. Please try again later.',
        "A gateway, proxy or firewall (WAF) answered, or the address is not the server's.",
      ],
    },
    'bad-answer': {
      action: 'retry',
      zh: [
        '服务器的响应无效',
        '如果在使用公共 Wi-Fi，请先完成它的登录再试。',
        '响应不是本项目的服务器返回的，或者服务器的版本比小程序旧。',
      ],
      en: [
        'Unexpected response',
        'On public Wi-Fi, sign in to the network first, then try again.',
        "The response is not from this project's server, or the server is older than the mini program.",
      ],
    },
    'logged-out': {
      action: 'retry',
      zh: ['登录已取消', '您在登录完成前退出了。'],
      en: ['The login was cancelled', 'You logged out before it finished.'],
    },
    'phone-refused': {
      action: 'none',
      zh: [
        '没有获得手机号',
        '允许后才能获取手机号；不提供也可以继续使用。',
        '个人主体和未认证的小程序不能使用手机号快速验证组件。',
      ],
      en: [
        'No phone number was provided',
        'It needs your permission. You can go on without one.',
        'Mini programs of individuals and unverified ones may not ask for phone numbers.',
      ],
    },
    'phone-quota': {
      action: 'none',
      zh: [
        '暂时无法获取手机号',
        '这个小程序的手机号验证次数已用完，请以后再试。',
        '在微信公众平台的「付费管理」中购买手机号快速验证组件的资源包。',
      ],
      en: [
        'Phone numbers are currently unavailable',
        'This mini program has used up its quota. Please try again later.',
        "Buy more under 付费管理 in the mini program's console.",
      ],
    },
    'phone-blocked': {
      action: 'none',
      zh: ['微信不提供这个账号的手机号', '没有手机号也可以继续使用。'],
      en: ['WeChat does not share the phone number of this account', 'You can go on without one.'],
    },
    'picture-refused': {
      action: 'none',
      zh: ['无法使用这张图片', '请换一张 JPEG、PNG 或 WebP 格式的图片。'],
      en: ['This picture cannot be used', 'Please choose a JPEG, PNG or WebP picture.'],
    },
    'picture-too-large': {
      action: 'none',
      zh: ['图片太大', '请换一张小于 1 MB 的图片。'],
      en: ['This picture is too large', 'Please choose one smaller than 1 MB.'],
    },
    'nickname-empty': {
      action: 'none',
      zh: ['昵称不能为空', '请填写昵称；如果微信清空了它，请换一个。'],
      en: [
        'The nickname is empty',
        'Please enter one. If WeChat cleared the field, choose another nickname.',
      ],
    },
    'nickname-refused': {
      action: 'none',
      zh: ['无法使用这个昵称', '昵称最多 32 个字，不能包含换行等控制字符。'],
      en: [
        'This nickname cannot be used',
        'Use up to 32 characters, without line breaks or other control characters.',
      ],
    },
    unexpected: {
      action: 'retry',
      zh: ['小程序出错了', '请重新打开小程序。', '详情见控制台。'],
      en: [
        'Something went wrong in the mini program',
        'Please reopen it.',
        'See the console for details.',
      ],
    },
  };

/** A failure, ready to be shown. */
export interface Message {
  code: FailureCode;
  action: Action;
  title: string;
  text: string;
  hint?: string;
  /** What to quote when asking for help: the id of the request, the errno or the HTTP status. */
  reference?: string;
}

/** What the person entered, by the pointer under which the server refuses it. */
const inputs: Readonly<Record<string, ClientFailureKind>> = {
  '/nickname': 'nickname-refused',
  '/avatar': 'picture-refused',
};

/**
 * The failure that an error is. An invalid request whose only fault is what the person entered is a failure of that
 * entry; an error of no known kind is `unexpected`.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProblemError) {
    const { errors = [] } = error.details;
    const [kind, ...others] = errors.map((part) => (part.in ? undefined : inputs[part.pointer]));
    const isEntry = error.code === 'invalid-request' && others.every((other) => other === kind);
    return kind && isEntry ? new ClientFailure(kind) : error;
  }
  return error instanceof ClientFailure
    ? error
    : failureOfHost({ errMsg: String(error) }, 'unexpected');
}

/**
 * The message about a failure.
 * @param options.hints whether to add what a developer should check, and what WeChat or the server said about it
 */
export function messageOf(
  failure: Failure,
  { language, hints }: { language: Language; hints: boolean },
): Message {
  const { action, [language]: words } = messages[failure.code];
  const [title, text, advice] = words;
  const hint = [advice, factsOf(failure)].filter((part) => part).join(' ');
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

/** Rounded up, so that a wait of that length is long enough. */
function durationOf(seconds: number, language: Language): string {
  if (seconds < 120) return language === 'zh' ? `${seconds} 秒` : `${seconds} s`;
  if (seconds < 7_200) {
    const minutes = Math.ceil(seconds / 60);
    return language === 'zh' ? `${minutes} 分钟` : `${minutes} min`;
  }
  const hours = Math.ceil(seconds / 3_600);
  return language === 'zh' ? `${hours} 小时` : `${hours} h`;
}

/** What is known of this one occurrence. */
function factsOf({ details }: Failure): string | undefined {
  if ('errMsg' in details) return details.errMsg && `errMsg: ${details.errMsg}`;
  const { detail, errors = [] } = details as ProblemDetails;
  return [detail, ...errors.map((part) => `${part.pointer} ${part.detail}`)]
    .filter((part) => part)
    .join('; ');
}

function referenceOf(failure: Failure, language: Language): string | undefined {
  if (failure instanceof ProblemError) {
    const { requestId } = failure.details;
    return requestId && `${language === 'zh' ? '请求编号' : 'Request ID'} ${requestId}`;
  }
  const { errno, status } = failure.details;
  if (errno !== undefined) return `errno ${errno}`;
  return status === undefined ? undefined : `HTTP ${status}`;
}
