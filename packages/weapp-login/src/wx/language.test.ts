import { expect, test } from 'vitest';
import { wxLanguage } from './language.ts';
import type { WxHost } from './wx-host.ts';

test.each([
  ['zh_CN', 'zh'],
  ['zh_TW', 'zh'],
  ['en', 'en'],
  ['ja', 'en'],
])('a host in %s is spoken to in %s', (language, expected) => {
  const host = { getAppBaseInfo: () => ({ language }) } as WxHost;
  expect(wxLanguage(host)).toBe(expected);
});

test('an older host is asked in the older way', () => {
  const host = { getSystemInfoSync: () => ({ language: 'zh_CN' }) } as WxHost;
  expect(wxLanguage(host)).toBe('zh');
});

const broken = (): never => {
  throw new Error('getAppBaseInfo:fail');
};

test.each([
  ['has neither method', {}],
  ['throws in both', { getAppBaseInfo: broken, getSystemInfoSync: broken }],
  ['answers nothing', { getAppBaseInfo: (): unknown => undefined }],
  ['has no language', { getAppBaseInfo: () => ({}), getSystemInfoSync: () => ({}) }],
])('a host that %s is spoken to in Chinese', (_, host) => {
  expect(wxLanguage(host as unknown as WxHost)).toBe('zh');
});

test.each([
  ['zh-Hans', 'zh'],
  ['ZH_CN', 'zh'],
  [5, 'en'],
])('the language %s is read as %s', (language, expected) => {
  const told = { getAppBaseInfo: () => ({ language }) };
  expect(wxLanguage(told as unknown as WxHost)).toBe(expected);
});

test('where the newer method throws, the older one is asked', () => {
  const older = { getAppBaseInfo: broken, getSystemInfoSync: () => ({ language: 'en' }) };
  expect(wxLanguage(older as unknown as WxHost)).toBe('en');
});
