/** Who has to act on an errcode: the caller, the operator (settings or account), WeChat, or this program. */
export type ErrcodeFault = 'caller' | 'operator' | 'wechat' | 'program';

/** The part of a mini program's account that an operator must check. */
export type ErrcodeSubject =
  | 'AppID'
  | 'AppSecret'
  | 'IP whitelist'
  | 'access_token'
  | 'account'
  | 'permissions'
  | 'quota';

export interface Errcode {
  readonly fault: ErrcodeFault;
  /** Only if the operator has to act. */
  readonly about?: ErrcodeSubject;
  /** Its meaning, in one sentence. */
  readonly meaning: string;
  /** What to do, in one sentence. */
  readonly fix: string;
  /** The page of WeChat's documentation that lists it. */
  readonly page: string;
}

const docs = 'https://developers.weixin.qq.com/miniprogram/dev/server/API';
/** The page of errcodes that any endpoint may return. */
export const errcodePage =
  'https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html';
const code2Session = `${docs}/user-login/api_code2session.html`;
const checkSessionKey = `${docs}/user-login/api_checksessionkey.html`;
const getPhoneNumber = `${docs}/user-info/phone-number/api_getphonenumber.html`;
const stableToken = `${docs}/mp-access-token/api_getstableaccesstoken.html`;
const accessToken = `${docs}/mp-access-token/api_getaccesstoken.html`;

const settings = 'mp.weixin.qq.com → 开发管理 → 开发设置';
const request = 'report this as a bug: the request does not follow the documentation';

const caller = (meaning: string, fix: string, page: string): Errcode => ({
  fault: 'caller',
  meaning,
  fix,
  page,
});
const program = (meaning: string, page = errcodePage): Errcode => ({
  fault: 'program',
  meaning,
  fix: request,
  page,
});
const operator =
  (about: ErrcodeSubject) =>
  (meaning: string, fix: string, page = errcodePage): Errcode => ({
    fault: 'operator',
    about,
    meaning,
    fix,
    page,
  });

/**
 * The errcodes of code2Session, checkSessionKey, resetUserSessionKey, getPhoneNumber, getStableAccessToken and
 * getAccessToken, and those that WeChat documents for every endpoint.
 *
 * Unverified, since no current page of WeChat's documentation has them: 61014, 61016, 61024. stable_token allows 10,000 calls
 * a minute and 500,000 a day (getStableAccessToken, 注意事项); beyond that it answers 45011 and 45009.
 */
export const errcodes: Readonly<Record<number, Errcode>> = {
  [-1]: { fault: 'wechat', meaning: 'WeChat is busy', fix: 'try again', page: errcodePage },

  40029: caller(
    'the code is wrong, has expired, or was issued for another AppID',
    'call wx.login again',
    code2Session,
  ),
  40163: caller('the code was used before', 'call wx.login again', code2Session),
  40226: caller('WeChat has flagged this user as high-risk', 'a retry does not help', code2Session),
  45011: caller(
    'the limit of calls in this minute is used up',
    'try again in a minute',
    code2Session,
  ),
  50001: caller(
    'the user has not authorized this interface',
    'ask the user for the authorization',
    errcodePage,
  ),
  50002: caller(
    "the user's account is restricted: it may be frozen or closed",
    'a retry does not help',
    errcodePage,
  ),
  40003: caller('the openid is not one of this AppID', 'log in again', errcodePage),
  87007: caller('the session_key does not exist or has expired', 'log in again', checkSessionKey),
  87009: caller('the signature is not that of the session_key', 'log in again', checkSessionKey),

  40013: operator('AppID')(
    'WeChat knows no such AppID',
    `copy the AppID from ${settings}`,
    stableToken,
  ),
  40125: operator('AppSecret')(
    'the AppSecret is not that of the AppID',
    `check that AppID and AppSecret belong together and that nothing was lost when copying; only if the AppSecret is lost, reset it at ${settings}, which ends the old one at once`,
    stableToken,
  ),
  40243: operator('AppSecret')(
    'the AppSecret is frozen',
    `unfreeze it at ${settings}, which takes ten minutes to apply`,
    accessToken,
  ),
  40164: operator('IP whitelist')(
    'the IP address of this server is not on the whitelist',
    `add the address that errmsg names at ${settings} → IP白名单`,
    stableToken,
  ),
  61004: operator('IP whitelist')(
    'the IP address of this server is not registered',
    `add it at ${settings} → IP白名单`,
  ),
  89503: operator('IP whitelist')(
    'an administrator has to confirm the call from this address',
    'ask the administrator to confirm it in the message that WeChat has sent',
    stableToken,
  ),
  89506: operator('IP whitelist')(
    'an administrator has refused the call from this address',
    'ask the administrator, and try again after 24 hours',
    stableToken,
  ),
  89507: operator('IP whitelist')(
    'an administrator has refused the call from this address',
    'ask the administrator, and try again after an hour',
    stableToken,
  ),
  40001: operator('access_token')(
    'the access_token is not the latest, or the AppSecret is wrong',
    'check the AppSecret, and that no other program fetches tokens of this AppID from /cgi-bin/token',
  ),
  40014: operator('access_token')(
    'the access_token is not valid for this AppID',
    'check that no other program fetches tokens of this AppID from /cgi-bin/token',
  ),
  42001: operator('access_token')(
    'the access_token has expired',
    "check this machine's clock, and that no other program fetches tokens of this AppID",
  ),
  45009: operator('quota')(
    'the daily quota of this interface is used up',
    'find the calls that use it up; it is full again the next day, and /cgi-bin/clear_quota/v2 resets it at once, up to 10 times a month',
    stableToken,
  ),
  48001: operator('permissions')(
    'the mini program may not call this interface',
    'see mp.weixin.qq.com → 开发管理 → 接口设置 for what it needs: usually a verified account (认证), or to apply for the interface',
  ),
  48004: operator('permissions')(
    'WeChat has blocked this interface for the mini program',
    'read the notice at mp.weixin.qq.com',
  ),
  61007: operator('permissions')(
    'the third-party platform is not authorized for this interface',
    'authorize it at mp.weixin.qq.com',
  ),
  61016: operator('permissions')(
    'the third-party platform has to confirm the function category of this interface',
    'confirm it on the platform',
  ),
  61024: operator('permissions')(
    'the mini program is managed by a third-party platform, which has to fetch the token',
    'take the management back at mp.weixin.qq.com, or fetch the token through the platform',
  ),
  50004: operator('account')(
    'the account may not fetch an access_token',
    'read the notice at mp.weixin.qq.com',
    accessToken,
  ),
  50007: operator('account')(
    'the account of the mini program is frozen',
    'read the notice at mp.weixin.qq.com',
    accessToken,
  ),

  40002: program('the grant_type is not right', stableToken),
  40066: program('the URL is not that of an interface'),
  40097: program('an argument is wrong', checkSessionKey),
  41001: program('the access_token is missing'),
  41002: program('the AppID is missing'),
  41004: program('the AppSecret is missing', stableToken),
  41008: program('the code is missing', code2Session),
  41018: program('the component_appid is missing'),
  43001: program('the interface wants GET'),
  43002: program('the interface wants POST', stableToken),
  43003: program('the interface wants HTTPS'),
  44002: program('the body is empty'),
  45002: program('the body is too large'),
  47001: program('the body is not JSON', getPhoneNumber),
  61014: program('the interface wants the token of a third-party platform'),
  87008: program('the signature method is not known', checkSessionKey),
};

/** Returns WeChat's documentation of an errcode, or undefined if it has none. */
export function explainErrcode(errcode: number): Errcode | undefined {
  return errcodes[errcode];
}
