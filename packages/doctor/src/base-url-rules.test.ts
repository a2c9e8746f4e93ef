import { expect, test } from 'vitest';
import { brokenRules } from './base-url-rules.ts';

const messagesOf = (baseUrl: string) => brokenRules(baseUrl).map(({ message }) => message);

test.each(['https://api.example.com', 'https://api.example.com/weapp', 'https://例子.中国'])(
  '%s is accepted by phones',
  (address) => expect(messagesOf(address)).toEqual([]),
);

test.each([
  ['http://api.example.com', 'is not HTTPS'],
  ['https://203.0.113.7', 'is an IP address'],
  ['https://[2001:db8::7]', 'is an IP address'],
  ['https://localhost', 'is a name of the local network'],
  ['https://server', 'is a name of the local network'],
  ['https://api.weixin.qq.com', 'is WeChat itself'],
  ['api.example.com', 'is not a URL'],
])('%s %s', (address, message) => {
  expect(messagesOf(address)).toEqual([message]);
  expect(brokenRules(address)[0]?.status).toBe('failed');
});

test.each(['https://api.example.com:8443', 'https://api.example.com:443'])(
  '%s has a port, which may be registered',
  (address) => {
    expect(brokenRules(address)).toMatchObject([{ status: 'warning', message: 'has a port' }]);
  },
);

test('every broken rule is reported at once', () => {
  expect(messagesOf('http://127.0.0.1:2020/')).toEqual([
    'is not HTTPS',
    'is an IP address',
    'has a port',
  ]);
});
