import { base64Of, bytesOf } from '../request-body.ts';
import type { Api } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/base/wx.arrayBufferToBase64.html and its counterpart */
export const bytesApi = (): Api => ({
  arrayBufferToBase64: (buffer: ArrayBuffer) => base64Of(new Uint8Array(buffer)),
  base64ToArrayBuffer: (text: string) => bytesOf(text).buffer,
});
