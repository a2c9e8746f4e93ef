import { callWx } from 'weapp-login/wx';

/** What WeChat calls these terms where it gives them no name. */
const unnamed = '《用户隐私保护指引》';

/**
 * The name of the privacy terms that the person has yet to agree to; empty where nothing is left to agree to. Without
 * consent, `<input type="nickname">` is an ordinary field and asks for nothing, so the page must.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/user-privacy/PrivacyAuthorize.html
 */
export const openTerms = (host: Pick<WechatMiniprogram.Wx, 'getPrivacySetting'>): Promise<string> =>
  new Promise((resolve) => {
    callWx(
      (fail) =>
        host.getPrivacySetting({
          success: ({ needAuthorization, privacyContractName }) =>
            resolve(needAuthorization ? privacyContractName || unnamed : ''),
          fail,
        }),
      // A base library before 2.32.3 knows no consent; any other asks by itself as soon as consent is needed.
      () => resolve(''),
    );
  });
