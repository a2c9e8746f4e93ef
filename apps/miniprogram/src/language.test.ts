import { expect, test } from 'vitest';
import { hostLanguage } from './language.ts';

test.each([
  ['zh_CN', 'zh'],
  ['zh_TW', 'zh'],
  ['en', 'en'],
  ['ja', 'en'],
])('a host in %s is spoken to in %s', (language, expected) => {
  const host = { getAppBaseInfo: () => ({ language }) } as WechatMiniprogram.Wx;
  expect(hostLanguage(host)).toBe(expected);
});

test('an older host is asked in the older way', () => {
  const host = { getSystemInfoSync: () => ({ language: 'zh_CN' }) } as WechatMiniprogram.Wx;
  expect(hostLanguage(host)).toBe('zh');
});
