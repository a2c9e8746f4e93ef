import type { GivenFile } from '../../consent.ts';
import type { ForwardRequest } from '../../request/protocol.ts';
import { type Options, WxFailure } from '../api-call.ts';
import { base64Of, bytesOf, textOf } from '../request-body.ts';
import type { Api, WxContext } from './context.ts';
import { transmit } from './transmit.ts';

const boundary = 'simulator-form-boundary-7b1d5f0c';

/** https://developers.weixin.qq.com/miniprogram/dev/api/network/upload/wx.uploadFile.html */
export const uploadApi = (context: WxContext): Api => ({
  uploadFile(options: Options = {}) {
    const file = context.files.get(String(options.filePath));
    const prepared = file
      ? prepare(file, options)
      : new WxFailure(`file doesn't exist "${options.filePath}"`);
    const task = transmit(context, 'uploadFile', options, prepared, ({ statusCode, body }) => ({
      statusCode,
      data: textOf(bytesOf(body)),
    }));
    return {
      ...task,
      onProgressUpdate: () => {
        throw new Error('UploadTask.onProgressUpdate is not supported by this simulator');
      },
    };
  },
});

function prepare(file: GivenFile, options: Options): ForwardRequest | WxFailure {
  if (!/^https?:\/\//i.test(String(options.url)))
    return new WxFailure(`invalid url "${options.url}"`, 600009);
  const given = Object.entries((options.header ?? {}) as object).filter(
    ([name]) => name.toLowerCase() !== 'content-type',
  );
  return {
    url: String(options.url),
    method: 'POST',
    header: {
      ...Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    body: base64Of(formOf(file, options)),
    followRedirects: false,
  };
}

/** RFC 7578. */
function formOf(file: GivenFile, { name, filePath, formData }: Options): Uint8Array {
  const quoted = (text: unknown) => `"${String(text).replace(/["\r\n]/g, encodeURIComponent)}"`;
  const field = (key: string, value: unknown) =>
    `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(key)}\r\n\r\n${value}\r\n`;
  const fields = Object.entries((formData ?? {}) as object).map(([key, value]) =>
    field(key, value),
  );
  const fileName = quoted(String(filePath).split('/').pop());
  const text = new TextEncoder();
  const parts = [
    text.encode(
      `${fields.join('')}--${boundary}\r\nContent-Disposition: form-data; name=${quoted(name)}; filename=${fileName}\r\nContent-Type: ${file.type}\r\n\r\n`,
    ),
    file.bytes,
    text.encode(`\r\n--${boundary}--\r\n`),
  ];
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
