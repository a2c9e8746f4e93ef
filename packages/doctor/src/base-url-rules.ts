import { isIP } from 'node:net';

/** A rule of WeChat's that a base URL breaks, and the fix. */
export interface BrokenRule {
  status: 'warning' | 'failed';
  message: string;
  fix: string;
}

const register = 'mp.weixin.qq.com → 开发管理 → 开发设置 → 服务器域名';

/**
 * Returns the rules for server domains that a base URL breaks, judged by its text alone. Outside DevTools, phones refuse
 * such a URL. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */
export function brokenRules(baseUrl: string): BrokenRule[] {
  if (!URL.canParse(baseUrl))
    return [
      { status: 'failed', message: 'is not a URL', fix: 'write it as https://api.example.com' },
    ];
  const { protocol, hostname, port } = new URL(baseUrl);
  const broken: BrokenRule[] = [];
  const add = (message: string, fix: string, status: BrokenRule['status'] = 'failed') =>
    broken.push({ status, message, fix });

  if (protocol !== 'https:')
    add('is not HTTPS', 'put a reverse proxy with a certificate in front of the server');
  if (isIP(hostname.replace(/^\[|\]$/g, '')))
    add('is an IP address', `phones accept only a domain that is registered at ${register}`);
  else if (hostname === 'localhost' || !hostname.includes('.'))
    add(
      'is a name of the local network',
      `phones accept only a domain that is registered at ${register}`,
    );
  if (hostname === 'api.weixin.qq.com')
    add(
      'is WeChat itself',
      'set the address of your own server: a mini program may not call api.weixin.qq.com',
    );
  if (port || /:443(\/|$)/.test(baseUrl))
    add(
      'has a port',
      `remove it, or register the domain with exactly this port at ${register}`,
      'warning',
    );
  return broken;
}
