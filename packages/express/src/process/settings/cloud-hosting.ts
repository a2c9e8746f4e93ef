import type { SettingName } from './settings.ts';

/** Where the API of WeChat is in a container with 开放接口服务 on. */
export const cloudWechatApiUrl = 'http://api.weixin.qq.com';

/**
 * Returns why the headers of 微信云托管 must not be trusted with these settings. If the server is reachable other than
 * through WeChat's gateway, anyone can send x-wx-openid and impersonate that person.
 * @param environmentId CBR_ENV_ID, which the platform sets in its containers
 */
export function cloudHostingFaults(
  given: Partial<Record<SettingName, string>>,
  environmentId: string | undefined,
): string[] {
  const { WECHAT_CLOUD_ENV, WECHAT_CLOUD_PUBLIC_ACCESS, TRUST_PROXY } = given;
  if (!WECHAT_CLOUD_ENV)
    return WECHAT_CLOUD_PUBLIC_ACCESS
      ? ['WECHAT_CLOUD_PUBLIC_ACCESS needs WECHAT_CLOUD_ENV: the environment ID of 微信云托管']
      : [];
  const faults: string[] = [];
  if (!environmentId)
    faults.push(
      'WECHAT_CLOUD_ENV is only for containers of 微信云托管, which have CBR_ENV_ID, and this is not one: anywhere else anyone can send x-wx-openid',
    );
  else if (environmentId !== WECHAT_CLOUD_ENV)
    faults.push(
      'WECHAT_CLOUD_ENV is not the environment of this container: CBR_ENV_ID names another',
    );
  if (!WECHAT_CLOUD_PUBLIC_ACCESS)
    faults.push(
      'WECHAT_CLOUD_PUBLIC_ACCESS is missing: turn 公网访问 off in 服务设置, then set it to off',
    );
  if (TRUST_PROXY && TRUST_PROXY !== '0')
    faults.push(
      'TRUST_PROXY and WECHAT_CLOUD_ENV exclude each other: callers of a proxy can send any x-wx-openid',
    );
  return faults;
}
