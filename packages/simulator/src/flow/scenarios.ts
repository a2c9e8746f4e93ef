import type { Control } from '../controls/protocol.ts';
import type { Settings } from '../phone-protocol.ts';
import type { Text } from '../text.ts';
import type { OtherPhone } from './other-phone.ts';
import type { Pushed } from './scenario-actions.ts';

/** Ways in which a phone can fail. */
export type PhoneFaults = Pick<Settings, 'storageFull' | 'storageBroken' | 'lacksMethods'>;

/** One thing that a scenario does; each waits until what it set off is over. */
export type Act =
  /** A line across the picture. */
  | { do: 'note'; text: Text }
  /** Opens the mini program with empty storage. */
  | { do: 'fresh' }
  /** Closes the mini program and opens it again. */
  | { do: 'restart' }
  | { do: 'tap'; selector: string }
  /** CallLog a route so many times at once, as pages that load together do. */
  | { do: 'burst'; requests: number }
  | { do: 'control'; control: Control }
  /** Makes the phone fail in a way, or work again; it works before and after each scenario. */
  | { do: 'phone'; change: Partial<PhoneFaults> }
  /** The same user, on another phone. */
  | { do: 'other'; act: Exclude<keyof OtherPhone, 'login'> }
  | { do: 'other'; act: 'login'; attempt?: string }
  /** The other phone runs a mini program with another AppID. */
  | { do: 'other-app' }
  | { do: 'rotate-session-key' }
  /** WeChat tells the server about the user's consent. */
  | { do: 'push'; pushed: Pushed };

export interface Scenario {
  id: string;
  title: Text;
  /** What goes wrong in production. */
  trouble: Text;
  /** What the drawing shows, and what to do about it. */
  seen: Text;
  acts: Act[];
}

const note = (zh: string, en: string): Act => ({ do: 'note', text: { zh, en } });
const other = (act: Exclude<keyof OtherPhone, 'login'>): Act => ({ do: 'other', act });
const refuseOnce = (errcode: number): Act => ({
  do: 'control',
  control: { control: 'fail', failure: { kind: 'errcode', errcode }, once: true },
});
const loggedIn: Act[] = [{ do: 'fresh' }, { do: 'tap', selector: '#login' }];

/** The most common failures, each played against the real server. */
export const scenarios: Scenario[] = [
  {
    id: 'code-used-twice',
    title: { zh: 'code 被用了两次', en: 'A code is used twice' },
    trouble: {
      zh: '重复点击、网关或 SDK 自动重试都会把同一个 code 发送两次，微信只接受第一次。',
      en: 'A double tap, or a gateway or SDK that retries, sends the same code twice. WeChat accepts it once.',
    },
    seen: {
      zh: '带相同 Idempotency-Key 的重复请求返回同一个会话，不会再次调用 code2Session。不带的请求被微信以 40163 拒绝，服务器返回 400 code-rejected：重新调用 wx.login，不要重发旧 code。',
      en: 'A retry with the same Idempotency-Key gets the same session, without a second code2Session. Without the key, WeChat rejects the code with 40163 and the server returns 400 code-rejected: get a new code, never resend the old one.',
    },
    acts: [
      { do: 'fresh' },
      note(
        '同一次登录，响应丢失，重新发送',
        'One attempt, sent again because the response was lost',
      ),
      other('wxLogin'),
      { do: 'other', act: 'login', attempt: 'scenario' },
      { do: 'other', act: 'login', attempt: 'scenario' },
      note('同一个 code，作为新的登录', 'The same code as a new attempt'),
      { do: 'other', act: 'login' },
    ],
  },
  {
    id: 'app-id-mismatch',
    title: { zh: 'AppID 不一致', en: 'The AppIDs differ' },
    trouble: {
      zh: '小程序的 AppID 与服务器配置的不一致，微信只提示 code 无效。',
      en: "The mini program's AppID differs from the server's. WeChat only says that the code is invalid.",
    },
    seen: {
      zh: '微信返回 40029。服务器从 Referer 得知小程序的 AppID，在响应的 detail 和日志中写明两个 AppID，见 POST /login 的响应。',
      en: "WeChat returns 40029. The server reads the mini program's AppID from the Referer and names both in the response's detail and in its log; see the response to POST /login.",
    },
    acts: [
      { do: 'fresh' },
      note('一个 AppID 不同的小程序', 'A mini program with another AppID'),
      { do: 'other-app' },
      other('wxLogin'),
      { do: 'other', act: 'login' },
    ],
  },
  {
    id: 'wrong-app-secret',
    title: { zh: 'AppSecret 错误', en: 'The AppSecret is wrong' },
    trouble: {
      zh: 'AppSecret 填写错误，或已在公众平台重置。',
      en: 'The AppSecret was mistyped, or reset in the console.',
    },
    seen: {
      zh: '微信返回 40125。用户无法解决：手机上只显示一句提示和请求编号，服务器日志写明需修改 WECHAT_APP_SECRET。AppSecret 本身不会出现在任何地方。',
      en: "WeChat returns 40125. Users can't fix that: they see a message and a request id, and the log names WECHAT_APP_SECRET as the setting to fix. The AppSecret itself appears nowhere.",
    },
    acts: [{ do: 'fresh' }, refuseOnce(40125), { do: 'tap', selector: '#login' }],
  },
  {
    id: 'login-storm',
    title: { zh: '登录风暴', en: 'A login storm' },
    trouble: {
      zh: '会话失效时，十个请求同时收到 401。简单的实现会登录十次，迟到的 401 还会删除新会话。',
      en: 'The session is gone and ten requests get a 401 at once. A naive client logs in ten times, and a late 401 deletes the new session.',
    },
    seen: {
      zh: '十个 401 之后只调用一次 wx.login 和一次 POST /login，十个请求共用新 token，各重试一次。',
      en: 'After the ten 401s there is one wx.login and one POST /login; all ten requests share the new token and are retried once.',
    },
    acts: [
      ...loggedIn,
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('logOutEverywhere'),
      note('会话已失效，十个请求同时发出', 'The session is gone; ten requests are sent at once'),
      { do: 'burst', requests: 10 },
    ],
  },
  {
    id: 'revoked-elsewhere',
    title: { zh: '在另一部手机上被退出', en: 'Logged out on another device' },
    trouble: {
      zh: '用户在另一部手机上全部退出，这部手机仍持有旧 token。',
      en: 'The user logs out everywhere from another phone; this one still holds the old token.',
    },
    seen: {
      zh: '下次打开时 GET /me 返回 401：以服务器为准，不依赖 expiresAt 或 wx.checkSession。小程序静默登录一次并重试。',
      en: 'On the next start GET /me returns 401: the server decides, not expiresAt or wx.checkSession. The mini program logs in silently, once, and retries.',
    },
    acts: [
      ...loggedIn,
      note('另一部手机：登录，然后全部退出', 'Another phone logs in, then logs out everywhere'),
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('logOutEverywhere'),
      note('再次打开小程序', 'The mini program is opened again'),
      { do: 'restart' },
    ],
  },
  {
    id: 'gateway-answers',
    title: { zh: '网关代替服务器响应', en: 'A gateway responds instead of the server' },
    trouble: {
      zh: '服务器前的网关、代理或防火墙返回自己的 HTML 页面：502 表示服务器未启动，413 表示请求太大，429 表示请求太多。',
      en: 'A gateway, proxy or firewall in front of the server returns an HTML page of its own: 502 if the server is down, 413 if a body is too large, 429 if there are too many requests.',
    },
    seen: {
      zh: '响应不是服务器的格式，小程序不会把它当作登录结果：按状态码给出提示，并说明是服务器前的某个环节返回的。第二次点击时网关已恢复，登录成功。',
      en: "The response is not in the server's format, so the mini program doesn't take it for a login: it shows a message for the status, and that something in front of the server responded. At the second tap the gateway is back and the login succeeds.",
    },
    acts: [
      { do: 'fresh' },
      { do: 'control', control: { control: 'gateway', status: 502, once: true } },
      { do: 'tap', selector: '#login' },
      note('网关恢复，重试', 'The gateway is back; try again'),
      { do: 'tap', selector: '#login' },
    ],
  },
  {
    id: 'storage-full',
    title: { zh: '手机缓存已满', en: 'The storage of the phone is full' },
    trouble: {
      zh: '缓存超过 10 MB 后，wx.setStorageSync 抛出异常。不处理异常的程序会在登录成功后报错。',
      en: 'Beyond 10 MB, wx.setStorageSync throws. A program that does not handle it fails after a successful login.',
    },
    seen: {
      zh: '登录照常成功，token 只留在内存中。重新打开小程序后需要再点一次登录；缓存恢复后，token 会被保存。',
      en: 'The login succeeds, and the token stays in memory only. After a restart the user taps the button again; with storage back, the token is kept.',
    },
    acts: [
      { do: 'phone', change: { storageFull: true } },
      ...loggedIn,
      note('缓存恢复，再次打开小程序', 'Storage is back; the mini program is opened again'),
      { do: 'phone', change: { storageFull: false } },
      { do: 'restart' },
      { do: 'tap', selector: '#login' },
    ],
  },
  {
    id: 'storage-unavailable',
    title: { zh: '手机缓存不可用', en: 'The storage of the phone is unavailable' },
    trouble: {
      zh: '系统异常或宿主限制时，读写缓存的接口全部失败，启动时的读取也会抛出异常。',
      en: 'After a fault of the system, or in a host that restricts it, every storage call fails, and reading throws when the program starts.',
    },
    seen: {
      zh: '页面照常显示，登录照常成功。再次打开时没有 token，显示登录按钮，不会自动登录。',
      en: 'The page shows and the login works. At the next start there is no token: the login button shows, and no login starts by itself.',
    },
    acts: [
      { do: 'phone', change: { storageBroken: true } },
      ...loggedIn,
      note('再次打开小程序', 'The mini program is opened again'),
      { do: 'restart' },
    ],
  },
  {
    id: 'host-lacks-methods',
    title: { zh: '宿主缺少接口', en: 'The host lacks methods' },
    trouble: {
      zh: '旧版微信或其他厂商的宿主没有 wx.getUpdateManager、Promise.prototype.finally 等，App() 中的一次调用就会让页面空白。',
      en: 'An old WeChat, or the host of another vendor, lacks wx.getUpdateManager, Promise.prototype.finally and others. One call in App() leaves the screen blank.',
    },
    seen: {
      zh: '第一个页面显示前运行的代码不依赖这些接口，登录流程与平时相同。',
      en: 'What runs before the first page does not depend on them. The login flow is the same as always.',
    },
    acts: [{ do: 'phone', change: { lacksMethods: true } }, ...loggedIn],
  },
  {
    id: 'session-key-rotated',
    title: { zh: '解密时 session_key 已更换', en: 'Decryption after a session_key rotation' },
    trouble: {
      zh: '另一次登录更换了 session_key，旧的无法解密新数据，表现为“偶尔解密失败”。',
      en: 'Another login replaced the session_key, so the old one no longer decrypts new data: it fails “sometimes”.',
    },
    seen: {
      zh: '第一次解密成功。session_key 更换后服务器返回 409 user-data-rejected：重新登录并重新获取数据即可。无论哪里出错，响应都一样，以免被用来解密别人的数据。',
      en: 'The first decryption works. After the rotation the server responds with 409 user-data-rejected: log in again, get the data again, and it works. The response is the same whatever was wrong, so it cannot be used to decrypt the data of others.',
    },
    acts: [
      { do: 'fresh' },
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('getUserInfo'),
      other('sendUserData'),
      note('别处的登录更换了 session_key', 'A login elsewhere replaces the session_key'),
      { do: 'rotate-session-key' },
      other('getUserInfo'),
      other('sendUserData'),
      note('重新登录，重新获取数据', 'Log in again, get the data again'),
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('getUserInfo'),
      other('sendUserData'),
    ],
  },
  {
    id: 'code-replaces-session-key',
    title: { zh: '只获取 code 也会更换 session_key', en: 'A code alone replaces the session_key' },
    trouble: {
      zh: 'wx.login 或数据预拉取得到的 code 即使从未使用，也可能已让旧的 session_key 失效。',
      en: 'A code of wx.login, or of a pre-fetch, may replace the session_key though it is never exchanged.',
    },
    seen: {
      zh: '第二个 code 没有发给服务器，服务器保存的 session_key 却已失效，返回 409 user-data-rejected。重新登录，再取一次数据，就好了；服务器自己的会话不受影响。',
      en: 'The second code never reaches the server, yet the session_key that it keeps is dead: 409 user-data-rejected. Log in again, get the data again, and it works. The session of the server itself is not affected.',
    },
    acts: [
      { do: 'fresh' },
      { do: 'control', control: { control: 'replace-session-key-by', step: 'code' } },
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('getUserInfo'),
      other('sendUserData'),
      note('获取 code，但不使用', 'A code is obtained, and not used'),
      other('wxLogin'),
      other('getUserInfo'),
      other('sendUserData'),
      note('登录，重新获取数据', 'Log in, get the data again'),
      { do: 'other', act: 'login' },
      other('getUserInfo'),
      other('sendUserData'),
    ],
  },
  {
    id: 'consent-taken-back',
    title: { zh: '用户撤回授权', en: 'Consent is taken back' },
    trouble: {
      zh: '用户在微信里撤回授权或注销微信账号，服务器仍保存着数据，审核不会通过。',
      en: 'The user takes consent back in WeChat, or closes the WeChat account, and the server still keeps the data: a review fails.',
    },
    seen: {
      zh: '微信把签名并加密的消息推送到 /wechat/messages：撤回手机号时删除手机号；注销微信账号时删除该用户，所有 token 立即失效，再次打开即为新用户。',
      en: 'WeChat pushes a signed, encrypted message to /wechat/messages. The server deletes the phone number; then, for a closed account, the person with every token. The next start is a new user.',
    },
    acts: [
      ...loggedIn,
      note('用户撤回手机号授权', 'The user takes the phone number back'),
      { do: 'push', pushed: { event: 'user_authorization_revoke', revokeInfo: '8' } },
      note('用户注销微信账号', 'The user closes the WeChat account'),
      { do: 'push', pushed: { event: 'user_authorization_cancellation' } },
      note('再次打开小程序', 'The mini program is opened again'),
      { do: 'restart' },
    ],
  },
  {
    id: 'rate-limit',
    title: { zh: '微信限流', en: 'WeChat rate limit' },
    trouble: {
      zh: '本分钟调用次数已用完，微信对所有请求返回 45011。',
      en: 'The per-minute quota is used up; WeChat returns 45011 to everyone.',
    },
    seen: {
      zh: '服务器返回 429 和 Retry-After，不自动重试，以免加重限流；小程序提示用户稍后重试，再次点击即可登录。',
      en: 'The server returns 429 with Retry-After and does not retry, which would make it worse. The mini program asks the user to wait; another tap, with a new code, works.',
    },
    acts: [{ do: 'fresh' }, refuseOnce(45011), { do: 'tap', selector: '#login' }],
  },
];
