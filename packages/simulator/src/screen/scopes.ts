import type { Host } from '../phone-protocol.ts';
import { WxFailure } from './api-call.ts';

/** What a scope lets the mini program do, as WeChat asks for it: https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/authorize.html */
const asked: Record<string, { zh_CN: string; en: string }> = {
  'scope.userLocation': { zh_CN: '获取你的位置信息', en: 'use your location' },
  'scope.userFuzzyLocation': { zh_CN: '获取你的模糊位置信息', en: 'use your approximate location' },
  'scope.userLocationBackground': {
    zh_CN: '后台使用你的位置信息',
    en: 'use your location in the background',
  },
  'scope.writePhotosAlbum': { zh_CN: '保存图片或视频到你的相册', en: 'save to your album' },
  'scope.camera': { zh_CN: '使用你的摄像头', en: 'use your camera' },
  'scope.record': { zh_CN: '使用你的麦克风', en: 'use your microphone' },
  'scope.bluetooth': { zh_CN: '使用你的蓝牙', en: 'use Bluetooth' },
  'scope.addPhoneContact': { zh_CN: '添加联系人', en: 'add a contact' },
  'scope.addPhoneCalendar': { zh_CN: '添加日历', en: 'add to your calendar' },
  'scope.werun': { zh_CN: '获取你的微信运动步数', en: 'read your steps' },
};

/** Always granted and never asked for since user info is anonymous. */
const granted = ['scope.userInfo', 'scope.address', 'scope.invoice', 'scope.invoiceTitle'];

/** What the person lets the mini program do; forgotten when it is closed. */
export interface Scopes {
  /** As authSetting gives it: what has been asked for, and the answer. */
  settings(): Record<string, boolean>;
  /**
   * Resolves once the person has agreed, who is asked at the first time.
   * @throws WxFailure where the person does not agree
   */
  require(scope: string): Promise<void>;
  /** The page of settings, where an answer can be changed. */
  open(): Promise<void>;
}

export function createScopes(host: Host, title: string): Scopes {
  const answers = new Map<string, boolean>();
  const text = (scope: string) => asked[scope]?.[host.settings.language] ?? scope;
  const chinese = () => host.settings.language === 'zh_CN';

  async function ask(scope: string): Promise<boolean> {
    const { confirm } = await host.askModal({
      title: chinese() ? `“${title}”申请` : `${title} would like to`,
      content: text(scope),
      confirmText: chinese() ? '允许' : 'Allow',
      confirmColor: '',
      cancelText: chinese() ? '拒绝' : 'Refuse',
      cancelColor: '',
      editable: false,
      placeholder: '',
    });
    return confirm;
  }

  return {
    settings: () => ({ 'scope.userInfo': true, ...Object.fromEntries(answers) }),
    async require(scope) {
      if (granted.includes(scope)) return;
      if (!asked[scope]) throw new WxFailure('invalid scope');
      const known = answers.get(scope) ?? (await ask(scope));
      answers.set(scope, known);
      if (!known) throw new WxFailure('auth deny');
    },
    async open() {
      const scopes = [...answers.keys()];
      if (scopes.length === 0) return;
      const index = await host.askActionSheet({
        title: chinese() ? '设置' : 'Settings',
        items: scopes.map((scope) => `${answers.get(scope) ? '✓' : '✕'} ${text(scope)}`),
        color: '',
      });
      const chosen = index === undefined ? undefined : scopes[index];
      if (chosen !== undefined) answers.set(chosen, !answers.get(chosen));
    },
  };
}
