import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

/**
 * What WeChat fetched from the address of 数据预拉取 before the mini program opened. Here it is fetched when it is asked for,
 * so it is never older, and never on its way.
 * https://developers.weixin.qq.com/miniprogram/dev/api/storage/background-fetch/wx.getBackgroundFetchData.html
 */
export const prefetchApi = ({ host, manifest, caller, now }: WxContext): Api => ({
  getBackgroundFetchData: caller.api('getBackgroundFetchData', async ({ fetchType }) => {
    if (fetchType !== 'pre') throw new WxFailure('record is null');
    const { personId } = host.settings;
    const { body } = await host.send('/wx/prefetch', { personId, appId: manifest.appId }).answer;
    const { fetchedData, message } = body as { fetchedData?: string; message?: string };
    if (fetchedData === undefined) throw new WxFailure(String(message));
    return { fetchedData, timeStamp: now(), path: '', query: '', scene: 1001 };
  }),
});
