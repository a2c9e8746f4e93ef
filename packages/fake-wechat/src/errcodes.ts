import { randomBytes } from 'node:crypto';

/** WeChat's own texts, oddities of spacing included. */
export const errmsgs: Readonly<Record<number, string>> = {
  [-1]: 'system error',
  40002: 'invalid grant_type',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  45011: 'api minute-quota reach limit  mustslower  retry next minute',
};

export type ErrorBody = { errcode: number; errmsg: string };

/**
 * The body of a refusal. The text ends with a request id whose first group is the time of the
 * request in seconds, as under WeChat's `sns/` paths.
 * @param at milliseconds
 */
export function errorBody(errcode: number, at: number): ErrorBody {
  const text = errmsgs[errcode] ?? `fake-wechat knows no text for errcode ${errcode}`;
  return { errcode, errmsg: `${text}, rid: ${requestId(at)}` };
}

function requestId(at: number): string {
  const seconds = Math.floor(at / 1000)
    .toString(16)
    .padStart(8, '0');
  return [seconds, randomBytes(4).toString('hex'), randomBytes(4).toString('hex')].join('-');
}
