import type { ClientFailureKind } from './client-failure.ts';
import type { FailureWords } from './words.ts';

/** What a person reads about each failure that arises before the server answers. */
export const clientFailureWords: FailureWords<ClientFailureKind> = {
  unreachable: {
    zh: [
      '连不上服务器',
      '请检查网络后重试。',
      '服务器启动了吗？baseUrl 正确吗？在真机上，127.0.0.1 是手机自己。',
    ],
    en: [
      'The server cannot be reached',
      'Please check your network, then try again.',
      'Is the server running, and is baseUrl right? On a phone, 127.0.0.1 is the phone itself.',
    ],
  },
  timeout: {
    zh: ['等待超时', '网络可能较慢，请重试。'],
    en: ['The request timed out', 'The network may be slow. Please try again.'],
  },
  interrupted: {
    zh: ['请求被中断了', '请不要离开小程序，然后重试。'],
    en: ['The request was interrupted', 'Please stay in the mini program and try again.'],
  },
  'domain-not-listed': {
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
      '这个版本没有 baseUrl：请填写后重新构建。',
    ],
    en: [
      'No server address is set',
      'Please contact the developer of this mini program.',
      'This version has no baseUrl: set it and build again.',
    ],
  },
  'rate-limited': {
    zh: ['操作太快了', '请过几秒再试。'],
    en: ['That was too fast', 'Please try again in a few seconds.'],
  },
  privacy: {
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
  'undeclared-api': {
    action: 'none',
    zh: [
      '小程序没有声明这个功能',
      '请联系小程序的开发者。',
      '在小程序后台的《用户隐私保护指引》中声明所用的接口，五分钟后生效。',
    ],
    en: [
      'This mini program has not declared this feature',
      'Please contact its developer.',
      'Declare the API in the privacy terms (用户隐私保护指引) in the console; it takes effect five minutes later.',
    ],
  },
  'login-blocked': {
    action: 'none',
    zh: ['微信停用了这个小程序的登录', '请联系小程序的开发者。'],
    en: ['WeChat has disabled login in this mini program', 'Please contact its developer.'],
  },
  'login-failed': {
    zh: ['没有从微信获得登录凭证', '请重试，或重新打开小程序。'],
    en: ['WeChat did not issue a login code', 'Please try again, or reopen the mini program.'],
  },
  'server-unavailable': {
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
    zh: ['登录已取消', '你在登录完成前退出了。'],
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
    zh: ['小程序出错了', '请重新打开小程序。', '详情见控制台。'],
    en: [
      'Something went wrong in the mini program',
      'Please reopen it.',
      'See the console for details.',
    ],
  },
};
