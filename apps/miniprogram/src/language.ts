/** The languages of everything that a person reads in this mini program. */
export type Language = 'zh' | 'en';

/**
 * The language that WeChat itself is set to: Chinese for `zh_CN`, `zh_TW`, `zh_HK`, English for all others.
 * https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html
 */
export function hostLanguage(
  host: Pick<WechatMiniprogram.Wx, 'getAppBaseInfo' | 'getSystemInfoSync'>,
): Language {
  // getAppBaseInfo came with base library 2.20.1.
  const { language } = host.getAppBaseInfo ? host.getAppBaseInfo() : host.getSystemInfoSync();
  return language.startsWith('zh') ? 'zh' : 'en';
}
