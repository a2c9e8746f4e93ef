import { openidOf } from '../state/people.ts';
import type { PlatformState } from '../state/platform-state.ts';
import { checkAccessToken } from './check-access-token.ts';
import type { EndpointResult, WechatRequest } from './endpoint-handler.ts';

const mostOpenids = 100;

/**
 * changeopenid: https://developers.weixin.qq.com/doc/service/api/usermanage/changeopenid/api_changeopenid.html
 * Documented for official accounts; called with the access_token of the app that the people moved to.
 */
export function changeopenid(
  { method, query, body }: WechatRequest,
  state: PlatformState,
): EndpointResult {
  if (method !== 'POST') return { errcode: 43002 };
  const checked = checkAccessToken('/cgi-bin/changeopenid', query, state);
  if ('errcode' in checked) return checked;
  const { appId } = checked;
  const from = String(body?.from_appid);
  if (state.migrations.get(from) !== appId) return { errcode: 63178 };
  const openids = body?.openid_list;
  if (!Array.isArray(openids) || openids.length === 0) return { errcode: 63182 };
  if (openids.length > mostOpenids) return { errcode: 40097 };
  const result_list = openids.map((openid) => {
    const personId = state.personByOpenid(from, String(openid));
    return personId === undefined
      ? { ori_openid: openid, err_msg: 'ori_openid error' }
      : { ori_openid: openid, new_openid: openidOf(personId, appId), err_msg: 'ok' };
  });
  return { body: { errcode: 0, errmsg: 'ok', result_list } };
}
