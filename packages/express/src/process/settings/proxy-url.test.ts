import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

describe('WECHAT_PROXY_URL', () => {
  const faultOf = (value: string) => {
    try {
      readConfig({ WECHAT_PROXY_URL: value });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    'http://proxy:3128',
    'https://proxy.example.com',
    'http://user:p%40ss@10.0.0.1:8080/',
    'http://[::1]:3128',
  ])('%s is one', (value) => {
    expect(faultOf(value)).toBeUndefined();
  });

  test.each([
    ['proxy:3128', 'must be the address of an HTTP proxy'],
    ['socks5://proxy:1080', 'is a SOCKS proxy'],
    ['http://user:se#cret@proxy:1', 'has “#” in its user or password: write it as %23'],
    ['http://user:se@cret@proxy:1', 'has “@” in its user or password: write it as %40'],
    ['http://user:se%cret@proxy:1', 'has “%” in its user or password: write it as %25'],
    ['http://proxy:3128/path', 'must be an address without path'],
    ['http://proxy:99999', 'must be an address without path'],
  ])('%s is not one, and its password is not quoted', (value, fault) => {
    const message = faultOf(value);
    expect(message).toContain(`WECHAT_PROXY_URL ${fault}`);
    expect(message).not.toContain('cret');
  });
});
