import type { Control } from '../controls/protocol.ts';
import type { Text } from '../text.ts';
import type { OtherPhone } from './other-phone.ts';

/** One thing that a scenario does; each waits until what it set off is over. */
export type Act =
  /** A line across the picture. */
  | { do: 'note'; text: Text }
  /** Nobody has logged in on this phone. */
  | { do: 'fresh' }
  /** Closes the mini program and opens it again. */
  | { do: 'restart' }
  | { do: 'tap'; selector: string }
  /** So many calls of a route at once, as pages do that load together. */
  | { do: 'burst'; requests: number }
  | { do: 'control'; control: Control }
  /** Somebody with the same account, on another phone. */
  | { do: 'other'; act: Exclude<keyof OtherPhone, 'login'> }
  | { do: 'other'; act: 'login'; attempt?: string }
  /** The other phone runs a mini program with another AppID. */
  | { do: 'other-app' }
  | { do: 'rotate-session-key' };

export interface Scenario {
  id: string;
  title: Text;
  /** What goes wrong in the field. */
  trouble: Text;
  /** What the picture shows, and what to do about it. */
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

/** The troubles that people meet most, each played against the real server. */
export const scenarios: Scenario[] = [
  {
    id: 'code-used-twice',
    title: { zh: 'code 被用了两次', en: 'A code is used twice' },
    trouble: {
      zh: '连点两下、网关或 SDK 自动重试，都会把同一个 code 发出两次；微信只认第一次。',
      en: 'A double tap, a gateway or an SDK that retries sends one code twice. WeChat takes it once.',
    },
    seen: {
      zh: '带同一个 Idempotency-Key 的重复请求得到同一个会话，没有第二次 code2Session。不带的那一次被微信以 40163 拒绝，服务器回答 400 code-rejected：重新 wx.login 即可，绝不要重发旧 code。',
      en: 'The repetition with the same Idempotency-Key gets the same session, without a second code2Session. The one without is refused by WeChat with 40163, and the server answers 400 code-rejected: get a new code, never send the old one again.',
    },
    acts: [
      { do: 'fresh' },
      note('同一次登录，回答丢了，再发一次', 'One attempt, sent again because the answer got lost'),
      other('wxLogin'),
      { do: 'other', act: 'login', attempt: 'scenario' },
      { do: 'other', act: 'login', attempt: 'scenario' },
      note('同一个 code，当作新的登录', 'The same code as an attempt of its own'),
      { do: 'other', act: 'login' },
    ],
  },
  {
    id: 'app-id-mismatch',
    title: { zh: 'AppID 不一致', en: 'The AppIDs differ' },
    trouble: {
      zh: '小程序的 AppID 和服务器配置的不是同一个；微信只会说 code 无效。',
      en: 'The mini program has another AppID than the server. WeChat only says that the code is invalid.',
    },
    seen: {
      zh: '微信回答 40029。服务器从 Referer 看出小程序的真实 AppID，在回答的 detail 和日志里写明两个 AppID：看 POST /login 的回答。',
      en: "WeChat answers 40029. The server sees the mini program's AppID in the Referer, and names both in the answer's detail and in its log: look at the answer to POST /login.",
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
    title: { zh: 'AppSecret 不对', en: 'The AppSecret is wrong' },
    trouble: {
      zh: 'AppSecret 抄错了，或者在公众平台被重置过。',
      en: 'The AppSecret was mistyped, or reset in the console.',
    },
    seen: {
      zh: '微信回答 40125。这不是用户能解决的：手机上只有一句话和请求编号，服务器日志写明要改 WECHAT_APP_SECRET。AppSecret 本身不出现在任何地方。',
      en: 'WeChat answers 40125. Nobody with a phone can mend that: they see a sentence and a request id, and the log names WECHAT_APP_SECRET as the setting to fix. The AppSecret itself shows up nowhere.',
    },
    acts: [{ do: 'fresh' }, refuseOnce(40125), { do: 'tap', selector: '#login' }],
  },
  {
    id: 'login-storm',
    title: { zh: '登录风暴', en: 'A login storm' },
    trouble: {
      zh: '会话失效时，十个请求同时得到 401；幼稚的做法会登录十次，晚到的 401 还会删掉新会话。',
      en: 'The session is gone, and ten requests get a 401 together. A naive client logs in ten times, and a late 401 deletes the fresh session.',
    },
    seen: {
      zh: '十个 401 之后只有一次 wx.login 和一次 POST /login，十个请求共用新的 token，各重试一次。',
      en: 'After the ten 401s there is one wx.login and one POST /login; all ten requests share its token and are repeated once.',
    },
    acts: [
      ...loggedIn,
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('logOutEverywhere'),
      note('会话没了，十个请求同时发出', 'The session is gone; ten requests leave together'),
      { do: 'burst', requests: 10 },
    ],
  },
  {
    id: 'revoked-elsewhere',
    title: { zh: '在另一部手机上被退出', en: 'Logged out on another device' },
    trouble: {
      zh: '用户在另一部手机上点了“全部退出”，这部手机还拿着旧 token。',
      en: 'The person logs out everywhere on another phone; this one still holds the old token.',
    },
    seen: {
      zh: '下次打开时 GET /me 得到 401：服务器说了算，不看 expiresAt，也不靠 wx.checkSession。手机默默登录一次，再试一次。',
      en: 'At the next start GET /me gets a 401: only the server decides, neither expiresAt nor wx.checkSession. The phone logs in silently, once, and tries again.',
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
    id: 'session-key-rotated',
    title: { zh: '解密时 session_key 已更换', en: 'session_key rotated under a decryption' },
    trouble: {
      zh: '另一次登录更换了 session_key，之前那把钥匙就解不开新的数据：“偶尔解密失败”。',
      en: 'Another login replaced the session_key, and the old one no longer decrypts: it fails “sometimes”.',
    },
    seen: {
      zh: '第一次解密成功。session_key 更换后服务器返回 409 user-data-rejected：重新登录，再取一次数据，就好了。无论哪里出错，响应都一样，以免被用来解密别人的数据。',
      en: 'The first decryption works. After the rotation the server responds with 409 user-data-rejected: log in again, get the data again, and it works. The response is the same whatever was wrong, so it is no help in decrypting data of others.',
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
      note('重新登录，重新取数据', 'Log in again, get the data again'),
      other('wxLogin'),
      { do: 'other', act: 'login' },
      other('getUserInfo'),
      other('sendUserData'),
    ],
  },
  {
    id: 'rate-limit',
    title: { zh: '微信限流', en: 'WeChat limits the rate' },
    trouble: {
      zh: '这一分钟的调用次数用完了，微信对谁都回答 45011。',
      en: "The minute's calls are used up; WeChat answers 45011 to everyone.",
    },
    seen: {
      zh: '服务器回答 429 和 Retry-After，不自动重试，免得雪上加霜；手机请用户稍等，再点一次就好了。',
      en: 'The server answers 429 with Retry-After and repeats nothing, which would make it worse. The phone asks to wait; another tap, with a new code, works.',
    },
    acts: [{ do: 'fresh' }, refuseOnce(45011), { do: 'tap', selector: '#login' }],
  },
];
