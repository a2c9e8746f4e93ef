/**
 * The name of the privacy terms that the person has yet to agree to; empty where nothing is left to agree to. Without
 * consent, `<input type="nickname">` is an ordinary field and asks for nothing, so the page has to.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export const openTerms = (host: Pick<WechatMiniprogram.Wx, 'getPrivacySetting'>): Promise<string> =>
  new Promise((resolve) => {
    // Base libraries before 2.32.3 know no consent.
    if (!host.getPrivacySetting) return resolve('');
    host.getPrivacySetting({
      success: ({ needAuthorization, privacyContractName }) =>
        resolve(needAuthorization ? privacyContractName : ''),
      // WeChat then asks by itself as soon as consent is needed.
      fail: () => resolve(''),
    });
  });
