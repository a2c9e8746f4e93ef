import { type Options, WxFailure } from '../api-call.ts';
import { bytesOf } from '../request-body.ts';
import type { Api, WxContext } from './context.ts';
import { transmit } from './transmit.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/download/wx.downloadFile.html */
export const downloadApi = (context: WxContext): Api => ({
  downloadFile(options: Options = {}) {
    const url = String(options.url);
    const header = Object.fromEntries(
      Object.entries((options.header ?? {}) as object).map(([name, value]) => [
        name,
        String(value),
      ]),
    );
    const prepared = /^https?:\/\//i.test(url)
      ? { url, method: 'GET', header, followRedirects: true }
      : new WxFailure(`invalid url "${url}"`, 600009);
    const task = transmit(context, 'downloadFile', options, prepared, (answer) => {
      const { statusCode, header, body } = answer;
      const file = {
        bytes: bytesOf(body),
        type: header['Content-Type'] ?? header['content-type'] ?? 'application/octet-stream',
      };
      if (options.filePath === undefined)
        return { statusCode, tempFilePath: context.files.add(file) };
      context.files.put(String(options.filePath), file);
      return { statusCode, filePath: options.filePath };
    });
    return { ...task, onProgressUpdate() {}, offProgressUpdate() {} };
  },
});
