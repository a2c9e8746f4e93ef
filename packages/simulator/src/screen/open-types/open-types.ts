import type { Manifest } from '../../mini-program/manifest.ts';
import type { Host } from '../../phone-protocol.ts';
import { type Caller, WxFailure } from '../api-call.ts';
import type { Part } from '../built-in/define.ts';
import type { Files } from '../files.ts';
import type { Scopes } from '../scopes.ts';
import { userInfoOf } from '../user-info.ts';
import type { Privacy } from './privacy.ts';

/** What a button does beyond being tapped: https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export type OpenTypes = Readonly<Record<string, (part: Part) => void>>;

export function createOpenTypes(options: {
  host: Host;
  manifest: Manifest;
  caller: Caller;
  privacy: Privacy;
  files: Files;
  scopes: Scopes;
}): OpenTypes {
  const { host, manifest, caller, privacy, files, scopes } = options;

  function agreePrivacyAuthorization(part: Part): void {
    privacy.agree();
    part.trigger('agreeprivacyauthorization');
  }

  /**
   * Tells the button of the outcome, success or failure, by one event. Both kinds give a code for the same exchange.
   * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getRealtimePhoneNumber.html
   */
  const phoneNumber = (name: 'getPhoneNumber' | 'getRealtimePhoneNumber') => (part: Part) => {
    const tell = (detail: object) => part.trigger(name.toLowerCase(), detail);
    const end = caller.begin(name, { success: tell, fail: tell });
    phoneCode(part, name).then(end, (error: unknown) =>
      end(error instanceof WxFailure ? error : new WxFailure(String(error))),
    );
  };
  const getPhoneNumber = phoneNumber('getPhoneNumber');
  const getRealtimePhoneNumber = phoneNumber('getRealtimePhoneNumber');

  async function phoneCode(part: Part, name: string): Promise<{ code: string }> {
    if (host.settings.offline) throw new WxFailure('network error', 108);
    if (host.settings.phoneQuotaUsedUp) {
      if (part.data.phoneNumberNoQuotaToast !== false) {
        const chinese = host.settings.language === 'zh_CN';
        const title = chinese
          ? '该功能使用次数已达当前小程序上限，暂时无法使用'
          : 'This mini program has reached its limit for this function';
        host.setToast({ title, icon: 'none', mask: false });
        setTimeout(() => host.setToast(undefined), 1500);
      }
      throw new WxFailure('appid no enough quota', 1400001);
    }
    await privacy.require(`button.${name}`);
    if (!(await host.consent.askPhoneNumber())) throw new WxFailure('user deny');
    const { personId } = host.settings;
    const { body } = await host.send('/wx/phone-code', { personId, appId: manifest.appId }).answer;
    const { code, message } = body as { code?: string; message?: string };
    if (code === undefined) throw new WxFailure(String(message));
    return { code };
  }

  /** Choosing nothing is not an event. */
  async function choosePicture(part: Part): Promise<void> {
    const end = caller.begin('chooseAvatar', {});
    try {
      await privacy.require('button.chooseAvatar');
      const picture = await host.consent.askPicture();
      if (!picture) throw new WxFailure('cancel');
      const avatarUrl = files.add(picture);
      end({ avatarUrl });
      part.trigger('chooseavatar', { avatarUrl });
    } catch (error) {
      end(error instanceof WxFailure ? error : new WxFailure(String(error)));
    }
  }

  /** Tells the button of what an API answers, by one event. */
  function answering(name: string, event: string, perform: () => Promise<object>) {
    return (part: Part) => {
      const tell = (detail: object) => part.trigger(event, detail);
      caller.api(name, perform)({ success: tell, fail: tell });
    };
  }

  return {
    getUserInfo: answering('getUserInfo', 'getuserinfo', () => userInfoOf({ host, manifest })),
    openSetting: answering('openSetting', 'opensetting', async () => {
      await scopes.open();
      return { authSetting: scopes.settings() };
    }),
    agreePrivacyAuthorization,
    chooseAvatar: (part) => void choosePicture(part),
    getPhoneNumber,
    'getPhoneNumber|agreePrivacyAuthorization'(part) {
      agreePrivacyAuthorization(part);
      getPhoneNumber(part);
    },
    getRealtimePhoneNumber,
    'getRealtimePhoneNumber|agreePrivacyAuthorization'(part) {
      agreePrivacyAuthorization(part);
      getRealtimePhoneNumber(part);
    },
  };
}
