import { randomBytes } from 'node:crypto';

/** WeChat's texts, including their odd spacing and spelling; `{ip}` is the caller's address. */
export const errmsgs: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40001:
    'invalid credential, access_token is invalid or not latest, could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40097: 'invalid args',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40164: 'invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  42001: 'access_token expired',
  43001: 'require GET method',
  43002: 'require POST method',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit  mustslower  retry next minute',
  47001: 'data format error',
  48001: 'api unauthorized',
  48004: 'api forbidden for irregularities, view detail on mp.weixin.qq.com',
  50001: 'user unauthorized',
  50002: 'user limited',
  63178: 'appid wrong',
  63182: 'openid_list empty',
  87007: 'session_key is not existd or expired',
  87008: 'invalid sig_method',
  87009: 'invalid signature',
};

/** Returns the errcode of a text such as `api unauthorized`, or undefined if there is none. */
export function errcodeOf(errmsg: string): number | undefined {
  const errcode = Object.keys(errmsgs).find((candidate) => errmsgs[Number(candidate)] === errmsg);
  return Number(errcode) || undefined;
}

/**
 * Returns the body of a refusal. Its text ends with a request ID whose first group is the time of the request in
 * seconds. Under `sns/` WeChat puts a comma before it, elsewhere it does not.
 * @param request.address the caller's IP address
 * @param request.at milliseconds
 */
export function errorBody(
  errcode: number,
  request: { path: string; address: string; at: number },
): { errcode: number; errmsg: string } {
  const known = errmsgs[errcode]?.replaceAll('{ip}', request.address);
  const text = known ?? `fake-wechat knows no text for errcode ${errcode}`;
  const separator = request.path.startsWith('/sns/') ? ',' : '';
  return { errcode, errmsg: `${text}${separator} rid: ${requestId(request.at)}` };
}

function requestId(at: number): string {
  const seconds = Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
  return [seconds, randomBytes(4).toString('hex'), randomBytes(4).toString('hex')].join('-');
}
