import type { Language } from '../client/words.ts';
import { readWx } from './call-wx.ts';
import type { WxHost } from './wx-host.ts';

/**
 * Returns the language that WeChat itself is set to: Chinese for `zh_CN`, `zh_TW`, `zh_HK`, English for all others. A host that
 * does not tell is taken for a Chinese one, as most are.
 * https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html
 */
export function wxLanguage(wx: Pick<WxHost, 'getAppBaseInfo' | 'getSystemInfoSync'>): Language {
  const language =
    // getAppBaseInfo came with base library 2.20.1.
    readWx(() => wx.getAppBaseInfo().language) || readWx(() => wx.getSystemInfoSync().language);
  return /^zh|^$/i.test(String(language || '')) ? 'zh' : 'en';
}
