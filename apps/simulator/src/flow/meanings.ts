import type { Endpoint } from '@weapp-login/fake-wechat';
import type { Text } from '../text.ts';

/** What a message is for, and where WeChat's docs tell of it. */
export interface Meaning extends Text {
  /** What WeChat's docs call it. */
  docs: string;
  url: string;
}

const docs = 'https://developers.weixin.qq.com/miniprogram/dev/';
const api = (path: string) => `${docs}api/${path}.html`;
const server = (path: string) => `${docs}OpenApiDoc/${path}.html`;

const endpoints: Record<Endpoint, Meaning> = {
  '/sns/jscode2session': {
    docs: 'code2Session',
    url: server('user-login/code2Session'),
    zh: '服务器用 code 加上 AppID 和 AppSecret，换取用户的 openid 和 session_key。',
    en: 'With its AppID and AppSecret, the server exchanges the code for the openid and the session_key.',
  },
  '/cgi-bin/token': {
    docs: 'getAccessToken',
    url: server('mp-access-token/getAccessToken'),
    zh: '服务器获取 access_token；新的 token 会让上一个在五分钟后失效。本项目的服务器用 stable_token。',
    en: 'The server gets an access_token, which ends the one before it in five minutes. The server of this project uses stable_token.',
  },
  '/cgi-bin/stable_token': {
    docs: 'getStableAccessToken',
    url: server('mp-access-token/getStableAccessToken'),
    zh: '服务器获取调用其他接口用的 access_token；登录本身从不需要它。',
    en: 'The server gets the access_token that other calls need; a login never needs it.',
  },
  '/wxa/business/getuserphonenumber': {
    docs: 'getPhoneNumber',
    url: server('user-info/phone-number/getPhoneNumber'),
    zh: '服务器用手机号按钮给的 code 换取手机号；它不是 wx.login 的 code。',
    en: "The server exchanges the button's code, which is not that of wx.login, for the phone number.",
  },
  '/wxa/checksession': {
    docs: 'checkSessionKey',
    url: server('user-login/checkSessionKey'),
    zh: '服务器问微信，保存的 session_key 是否仍然有效。',
    en: 'The server asks WeChat whether the session_key it keeps is still good.',
  },
  '/wxa/resetusersessionkey': {
    docs: 'ResetUserSessionKey',
    url: server('user-login/ResetUserSessionKey'),
    zh: '服务器让微信换一个新的 session_key。',
    en: 'The server has WeChat replace the session_key.',
  },
};

const calls = {
  'wx.login': {
    docs: 'wx.login',
    url: api('open-api/login/wx.login'),
    zh: '小程序向微信要一个登录凭证 code：五分钟内有效，只能用一次。',
    en: 'The mini program asks WeChat for a code, which lives five minutes and works once.',
  },
  'wx.checkSession': {
    docs: 'wx.checkSession',
    url: api('open-api/login/wx.checkSession'),
    zh: '检查微信的 session_key 是否过期；它与服务器自己的会话无关。',
    en: "Asks about WeChat's session_key; it says nothing about the server's own session.",
  },
  'wx.getUserInfo': {
    docs: 'wx.getUserInfo',
    url: api('open-api/user-info/wx.getUserInfo'),
    zh: '微信交出用当前 session_key 加密的用户数据。',
    en: 'WeChat hands out user data, encrypted with the session_key of this moment.',
  },
  'wx.getPhoneNumber': {
    docs: 'getPhoneNumber (button)',
    url: `${docs}framework/open-ability/getPhoneNumber.html`,
    zh: '用户在手机号按钮上同意后，微信给出换取手机号的 code。',
    en: 'After the person agreed at the button, WeChat hands out a code for the phone number.',
  },
  storage: {
    docs: 'wx.setStorage',
    url: `${docs}framework/ability/storage.html`,
    zh: '小程序在手机上保存或删除会话，下次打开就不用再登录。',
    en: 'The mini program keeps or forgets the session on the phone, so that the next start needs no login.',
  },
  'wx.request': {
    docs: 'wx.request',
    url: api('network/request/wx.request'),
    zh: '小程序请求它的服务器；任何 HTTP 状态码都算 success，只有网络问题才是 fail。',
    en: 'The mini program asks its server; any HTTP status is a success, only the transport fails.',
  },
  'wx.uploadFile': {
    docs: 'wx.uploadFile',
    url: api('network/upload/wx.uploadFile'),
    zh: '小程序把一个文件发给它的服务器。',
    en: 'The mini program sends a file to its server.',
  },
} satisfies Record<string, Meaning>;

/** By method and path, `*` for one segment. */
const routes: Record<string, Text> = {
  'POST /login': {
    zh: '小程序把 code 交给服务器，换来服务器自己的 token；这就是微信文档里的“自定义登录态”。',
    en: "The mini program gives the code to the server and gets the server's own token: the custom login state of WeChat's docs.",
  },
  'POST /logout': {
    zh: '关闭这部手机上的会话；token 立即失效。',
    en: "Closes this phone's session; its token is dead at once.",
  },
  'GET /me': {
    zh: '用 token 问服务器“我是谁”；回答 401 就重新登录一次，再试一次。',
    en: 'Asks the server who the token belongs to; a 401 leads to one login and one more try.',
  },
  'GET /sessions': {
    zh: '列出这个人在各部手机上的会话。',
    en: 'Lists the sessions of this person, on every phone.',
  },
  'DELETE /sessions': {
    zh: '在所有手机上退出登录：这个人的所有 token 立即失效。',
    en: 'Logs out everywhere: every token of this person is dead at once.',
  },
  'DELETE /sessions/*': {
    zh: '退出一部手机上的登录。',
    en: 'Logs one phone out.',
  },
  'POST /me/phone': {
    zh: '把手机号按钮的 code 交给服务器，由服务器向微信换取手机号。',
    en: "Gives the button's code to the server, which gets the phone number from WeChat.",
  },
  'POST /me/user-data': {
    zh: '服务器用保存的 session_key 解密小程序发来的数据；无法解密时返回 409。',
    en: 'The server decrypts with the session_key that it keeps; if it cannot decrypt the data, it responds with 409.',
  },
  'PUT /me/profile': { zh: '保存昵称。', en: 'Keeps the nickname.' },
  'POST /me/avatar': { zh: '保存头像。', en: 'Keeps the picture.' },
  'POST /openid': {
    zh: '只换取 openid，不建立会话。',
    en: 'Exchanges the code for the openid alone; no session is opened.',
  },
  'POST /wechatlogin': {
    zh: '旧版接口：表单里的 code 换 openid。',
    en: 'The older contract: a form with the code for the openid.',
  },
};

/**
 * @param name of a call (`wx.login`, `storage`), of a request (`GET /me`) or a path of api.weixin.qq.com
 */
export function meaningOf(name: string): Meaning {
  const own = { ...calls, ...endpoints }[name];
  if (own) return own;
  const [method, path = ''] = name.split(' ');
  const route = routes[name] ?? routes[`${method} ${path.replace(/[^/]+$/, '*')}`];
  return route
    ? { ...route, docs: 'wx.request', url: calls['wx.request'].url }
    : calls['wx.request'];
}
