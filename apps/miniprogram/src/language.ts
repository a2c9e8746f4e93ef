import { readHost } from './host.ts';

/** The languages of everything that a person reads in this mini program. */
export type Language = 'zh' | 'en';

/**
 * The language that WeChat itself is set to: Chinese for `zh_CN`, `zh_TW`, `zh_HK`, English for all others. A host that
 * does not tell is taken for a Chinese one, as most are.
 * https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html
 */
export function hostLanguage(
  host: Pick<WechatMiniprogram.Wx, 'getAppBaseInfo' | 'getSystemInfoSync'>,
): Language {
  const language =
    // getAppBaseInfo came with base library 2.20.1.
    readHost(() => host.getAppBaseInfo().language) ||
    readHost(() => host.getSystemInfoSync().language);
  return /^zh|^$/i.test(String(language || '')) ? 'zh' : 'en';
}
