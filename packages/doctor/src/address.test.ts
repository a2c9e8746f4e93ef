import { expect, test } from 'vitest';
import { faultsOfAddress } from './address.ts';

const saysOf = (address: string) => faultsOfAddress(address).map(({ says }) => says);

test.each(['https://api.example.com', 'https://api.example.com/weapp', 'https://例子.中国'])(
  '%s is fit for phones',
  (address) => expect(saysOf(address)).toEqual([]),
);

test.each([
  ['http://api.example.com', 'is not https'],
  ['https://203.0.113.7', 'is an IP address'],
  ['https://[2001:db8::7]', 'is an IP address'],
  ['https://localhost', 'is a name of this network only'],
  ['https://server', 'is a name of this network only'],
  ['https://api.weixin.qq.com', 'is WeChat itself'],
  ['api.example.com', 'is no address'],
])('%s %s', (address, says) => {
  expect(saysOf(address)).toEqual([says]);
  expect(faultsOfAddress(address)[0]?.verdict).toBe('fault');
});

test.each(['https://api.example.com:8443', 'https://api.example.com:443'])(
  '%s has a port, which may be registered',
  (address) => {
    expect(faultsOfAddress(address)).toMatchObject([{ verdict: 'warning', says: 'has a port' }]);
  },
);

test('every fault is told at once', () => {
  expect(saysOf('http://127.0.0.1:2020/')).toEqual([
    'is not https',
    'is an IP address',
    'has a port',
  ]);
});
