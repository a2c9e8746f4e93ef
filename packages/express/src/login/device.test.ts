import { expect, test } from 'vitest';
import { deviceOf } from './login.ts';

const wechat = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile MicroMessenger/8.0.50';

test.each([
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${wechat}`, 'iPhone'],
  [`Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) ${wechat}`, 'iPad'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${wechat}`, 'Android'],
  [`Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1 ${wechat}`, 'HarmonyOS'],
  [`Mozilla/5.0 (Windows NT 10.0; WOW64) ${wechat}`, 'Windows'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${wechat}`, 'Mac'],
  [`Mozilla/5.0 (iPhone) wechatdevtools/1.06 ${wechat}`, 'WeChat DevTools'],
  ['curl/8.5.0', undefined],
  ['', undefined],
  [undefined, undefined],
])('the User-Agent "%s" comes from: %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});
