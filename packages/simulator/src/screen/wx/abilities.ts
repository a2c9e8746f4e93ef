import { placeOf, places } from '../../places.ts';
import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

const precision = {
  accuracy: 65,
  verticalAccuracy: 65,
  horizontalAccuracy: 65,
  altitude: 0,
  speed: -1,
};

/** What a phone can do for a mini program: where it is, a call, a code to scan. */
export const abilitiesApi = ({ caller, scopes, privacy, host }: WxContext): Api => ({
  getLocation: caller.api('getLocation', async () => {
    await privacy.require('getLocation');
    await scopes.require('scope.userLocation');
    const { latitude, longitude } = placeOf(host.settings.placeId);
    return { latitude, longitude, ...precision };
  }),
  getFuzzyLocation: caller.api('getFuzzyLocation', async () => {
    await privacy.require('getFuzzyLocation');
    await scopes.require('scope.userFuzzyLocation');
    const { latitude, longitude } = placeOf(host.settings.placeId);
    return { latitude, longitude };
  }),
  chooseLocation: caller.api('chooseLocation', async () => {
    await privacy.require('chooseLocation');
    const language = host.settings.language === 'zh_CN' ? 'zh' : 'en';
    const index = await host.askActionSheet({
      title: language === 'zh' ? '选择位置' : 'Choose a location',
      items: places.map(({ name }) => name[language]),
      color: '',
    });
    const chosen = index === undefined ? undefined : places[index];
    if (!chosen) throw new WxFailure('cancel');
    const { name, address, latitude, longitude } = chosen;
    return { name: name[language], address, latitude, longitude };
  }),
  makePhoneCall: caller.api('makePhoneCall', async ({ phoneNumber }) => {
    const chinese = host.settings.language === 'zh_CN';
    const { confirm } = await host.askModal({
      title: '',
      content: String(phoneNumber),
      confirmText: chinese ? '呼叫' : 'Call',
      confirmColor: '',
      cancelText: chinese ? '取消' : 'Cancel',
      cancelColor: '',
      editable: false,
      placeholder: '',
    });
    if (!confirm) throw new WxFailure('cancel');
  }),
  scanCode: caller.api('scanCode', async () => {
    const chinese = host.settings.language === 'zh_CN';
    const { confirm, content } = await host.askModal({
      title: chinese ? '扫码：码的内容是' : 'Scan: what does the code say?',
      content: '',
      confirmText: chinese ? '确定' : 'OK',
      confirmColor: '',
      cancelText: chinese ? '取消' : 'Cancel',
      cancelColor: '',
      editable: true,
      placeholder: '',
    });
    if (!confirm) throw new WxFailure('cancel');
    return { result: content, scanType: 'QR_CODE', charSet: 'utf-8', path: '', rawData: '' };
  }),
});
