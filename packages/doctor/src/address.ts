import { isIP } from 'node:net';

/** What WeChat refuses outside of DevTools, and what to do about it. */
export interface AddressFault {
  verdict: 'warning' | 'fault';
  says: string;
  mend: string;
}

const register = 'mp.weixin.qq.com → 开发管理 → 开发设置 → 服务器域名';

/**
 * What is wrong with the address of a server for phones, by its look alone. Follows
 * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html
 */
export function faultsOfAddress(address: string): AddressFault[] {
  if (!URL.canParse(address))
    return [
      { verdict: 'fault', says: 'is no address', mend: 'write it as https://api.example.com' },
    ];
  const { protocol, hostname, port } = new URL(address);
  const faults: AddressFault[] = [];
  const add = (says: string, mend: string, verdict: AddressFault['verdict'] = 'fault') =>
    faults.push({ verdict, says, mend });

  if (protocol !== 'https:')
    add('is not https', 'put a proxy with a certificate before the server');
  if (isIP(hostname.replace(/^\[|\]$/g, '')))
    add('is an IP address', `phones want a domain that is registered at ${register}`);
  else if (hostname === 'localhost' || !hostname.includes('.'))
    add('is a name of this network only', `phones want a domain that is registered at ${register}`);
  if (hostname === 'api.weixin.qq.com')
    add('is WeChat itself', 'a mini program may not call it: put the address of your server');
  if (port || /:443(\/|$)/.test(address))
    add(
      'has a port',
      `leave it out, or register the domain with exactly this port at ${register}`,
      'warning',
    );
  return faults;
}
