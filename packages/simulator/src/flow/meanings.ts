import type { Endpoint } from '@weapp-login/fake-wechat';
import type { Text } from '../text.ts';

/** What a message is for, and where WeChat's docs describe it. */
export interface Meaning extends Text {
  /** What WeChat's docs call it. */
  docs: string;
  url: string;
}

const docs = 'https://developers.weixin.qq.com/miniprogram/dev/';
const api = (path: string) => `${docs}api/${path}.html`;
const server = (path: string) => `${docs}server/API/${path}.html`;

const endpoints: Record<Endpoint, Meaning> = {
  '/sns/jscode2session': {
    docs: 'code2Session',
    url: server('user-login/api_code2session'),
    zh: '服务器用 code 加上 AppID 和 AppSecret，换取用户的 openid 和 session_key。',
    en: 'With its AppID and AppSecret, the server exchanges the code for the openid and the session_key.',
  },
  '/cgi-bin/token': {
    docs: 'getAccessToken',
    url: server('mp-access-token/api_getaccesstoken'),
    zh: '服务器获取 access_token；新的 token 会让上一个在五分钟后失效。本项目的服务器用 stable_token。',
    en: 'The server gets an access_token, which ends the one before it in five minutes. The server of this project uses stable_token.',
  },
  '/cgi-bin/stable_token': {
    docs: 'getStableAccessToken',
    url: server('mp-access-token/api_getstableaccesstoken'),
    zh: '服务器获取调用其他接口用的 access_token；登录本身从不需要它。',
    en: 'The server gets the access_token that other APIs need; login never does.',
  },
  '/wxa/business/getuserphonenumber': {
    docs: 'getPhoneNumber',
    url: server('user-info/phone-number/api_getphonenumber'),
    zh: '服务器用手机号按钮返回的 code 换取手机号，它不是 wx.login 的 code。',
    en: "The server exchanges the button's code (not a wx.login code) for the phone number.",
  },
  '/wxa/checksession': {
    docs: 'checkSessionKey',
    url: server('user-login/api_checksessionkey'),
    zh: '服务器向微信校验保存的 session_key 是否仍然有效。',
    en: 'The server checks with WeChat whether its session_key is still valid.',
  },
  '/wxa/resetusersessionkey': {
    docs: 'ResetUserSessionKey',
    url: server('user-login/api_resetusersessionkey'),
    zh: '服务器请求微信重置 session_key。',
    en: 'The server asks WeChat to reset the session_key.',
  },
  '/cgi-bin/changeopenid': {
    docs: 'changeopenid',
    url: 'https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html',
    zh: '小程序账号迁移后，服务器把旧 openid 转换为新 openid。',
    en: 'After an AppID has moved, the server converts old openids to new ones.',
  },
};

const calls = {
  'wx.login': {
    docs: 'wx.login',
    url: api('open-api/login/wx.login'),
    zh: '小程序向微信获取登录凭证 code：有效期五分钟，只能使用一次。',
    en: 'The mini program gets a login code from WeChat: valid for five minutes, single use.',
  },
  'wx.checkSession': {
    docs: 'wx.checkSession',
    url: api('open-api/login/wx.checkSession'),
    zh: '检查 session_key 是否过期，与服务器自己的会话无关。',
    en: "Checks whether WeChat's session_key has expired; unrelated to the server's own session.",
  },
  'wx.getUserInfo': {
    docs: 'wx.getUserInfo',
    url: api('open-api/user-info/wx.getUserInfo'),
    zh: '微信返回用当前 session_key 加密的用户数据。',
    en: 'WeChat returns user data encrypted with the current session_key.',
  },
  'wx.getPhoneNumber': {
    docs: 'getPhoneNumber (button)',
    url: `${docs}framework/open-ability/getPhoneNumber.html`,
    zh: '用户点击手机号按钮并同意后，微信返回换取手机号的 code。',
    en: 'Once the user agrees, WeChat returns a code that the server exchanges for the phone number.',
  },
  storage: {
    docs: 'wx.setStorage',
    url: `${docs}framework/ability/storage.html`,
    zh: '小程序在本地保存或删除数据，例如会话，下次打开无需再登录。',
    en: 'The mini program stores or deletes local data, such as the session, so that the next start needs no login.',
  },
  'wx.request': {
    docs: 'wx.request',
    url: api('network/request/wx.request'),
    zh: '小程序请求自己的服务器；任何 HTTP 状态码都触发 success，只有网络错误触发 fail。',
    en: 'The mini program calls its server. Any HTTP status is a success; only network errors fail.',
  },
  'wx.uploadFile': {
    docs: 'wx.uploadFile',
    url: api('network/upload/wx.uploadFile'),
    zh: '小程序向自己的服务器上传文件。',
    en: 'The mini program uploads a file to its server.',
  },
} satisfies Record<string, Meaning>;

const changes = `${docs}framework/security.html`;
const pushes: Record<string, Meaning> = {
  user_authorization_revoke: {
    docs: '授权用户信息变更',
    url: changes,
    zh: '用户撤回了授权：微信推送签名并加密的消息，服务器删除相应的数据。',
    en: 'The user took consent back: WeChat pushes a signed, encrypted message, and the server deletes that data.',
  },
  user_authorization_cancellation: {
    docs: '授权用户信息变更',
    url: changes,
    zh: '用户注销了微信账号：服务器删除该用户的所有数据。',
    en: 'The user closed the WeChat account: the server deletes everything it keeps of them.',
  },
  user_info_modified: {
    docs: '授权用户信息变更',
    url: changes,
    zh: '微信清理了有风险的资料：服务器删除该用户的昵称和头像。',
    en: 'WeChat removed a profile at risk: the server deletes the nickname and the avatar.',
  },
};

/** By method and path, `*` for one segment. */
const routes: Record<string, Text> = {
  'POST /login': {
    zh: '小程序用 code 换取服务器签发的 token，即微信文档中的“自定义登录态”。',
    en: "The mini program exchanges the code for the server's own token (the “custom login state” of WeChat's docs).",
  },
  'POST /logout': {
    zh: '结束当前手机的会话，token 立即失效。',
    en: "Ends this phone's session; its token is revoked immediately.",
  },
  'GET /me': {
    zh: '用 token 获取当前用户；返回 401 时重新登录一次并重试。',
    en: 'Gets the current user; on a 401, the mini program logs in once and retries.',
  },
  'GET /sessions': {
    zh: '列出该用户在所有手机上的会话。',
    en: "Lists this user's sessions on all phones.",
  },
  'DELETE /sessions': {
    zh: '在所有手机上退出登录，该用户的所有 token 立即失效。',
    en: "Logs out everywhere: all of this user's tokens are revoked immediately.",
  },
  'DELETE /sessions/*': {
    zh: '退出其中一部手机的登录。',
    en: 'Logs out one phone.',
  },
  'POST /me/phone': {
    zh: '把手机号按钮返回的 code 交给服务器，由服务器换取手机号。',
    en: "Sends the button's code to the server, which gets the phone number from WeChat.",
  },
  'POST /me/user-data': {
    zh: '服务器用保存的 session_key 解密小程序发来的数据；无法解密时返回 409。',
    en: 'The server decrypts with the session_key that it keeps; if it cannot decrypt the data, it responds with 409.',
  },
  'DELETE /me/phone': { zh: '删除手机号。', en: 'Deletes the phone number.' },
  'DELETE /me/avatar': { zh: '删除头像。', en: 'Deletes the avatar.' },
  'DELETE /me': {
    zh: '注销账号：服务器删除该用户的所有数据，所有 token 立即失效。',
    en: 'Deletes the account: everything the server keeps of this user, and every token.',
  },
  'GET /me/export': {
    zh: '导出服务器保存的该用户的所有数据。',
    en: 'Exports everything the server keeps of this user.',
  },
  'PUT /me/profile': { zh: '保存昵称。', en: 'Saves the nickname.' },
  'POST /me/avatar': { zh: '保存头像。', en: 'Saves the avatar.' },
  'POST /openid': {
    zh: '只换取 openid，不创建会话。',
    en: 'Exchanges the code for the openid only, without a session.',
  },
  'POST /wechatlogin': {
    zh: '旧版接口：用表单中的 code 换取 openid。',
    en: 'The older contract: exchanges a code from a form for the openid.',
  },
};

/**
 * @param name of a call (`wx.login`, `storage`), of a request (`GET /me`) or a path of api.weixin.qq.com
 */
export function meaningOf(name: string): Meaning {
  const own = { ...calls, ...endpoints, ...pushes }[name];
  if (own) return own;
  const [method, path = ''] = name.split(' ');
  const route = routes[name] ?? routes[`${method} ${path.replace(/[^/]+$/, '*')}`];
  return route
    ? { ...route, docs: 'wx.request', url: calls['wx.request'].url }
    : calls['wx.request'];
}
