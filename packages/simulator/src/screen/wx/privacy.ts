import type { PrivacyListener } from '../open-types/privacy.ts';
import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/open-api/privacy/wx.getPrivacySetting.html and its neighbours. */
export const privacyApi = ({ host, caller, privacy }: WxContext): Api => ({
  getPrivacySetting: caller.api('getPrivacySetting', () => ({
    needAuthorization: !privacy.agreed(),
    privacyContractName: host.consent.terms(),
  })),
  openPrivacyContract: caller.api('openPrivacyContract', () => void host.consent.showTerms()),
  requirePrivacyAuthorize: caller.api('requirePrivacyAuthorize', async () => {
    await privacy.require('requirePrivacyAuthorize');
    return {};
  }),
  onNeedPrivacyAuthorization: (listener: PrivacyListener) => privacy.listen(listener),
});
