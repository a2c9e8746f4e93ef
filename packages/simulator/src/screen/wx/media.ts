import type { GivenFile } from '../../consent.ts';
import { assetUrl } from '../built-in/image.ts';
import { WxFailure } from './call.ts';
import type { Api, WxContext } from './context.ts';

/** Pictures: https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.previewImage.html and its neighbours. */
export function mediaApi({ caller, files, host, pages, privacy }: WxContext): Api {
  const urlOf = (source: unknown) =>
    files.urlOf(String(source)) ?? assetUrl(String(source), pages.current().container);

  /** The person picks one, of those that WeChat's picture sheet offers. */
  async function pick(name: string): Promise<{ path: string; file: GivenFile }> {
    await privacy.require(name);
    const file = await host.consent.askPicture();
    if (!file) throw new WxFailure('cancel');
    return { path: files.add(file), file };
  }
  function measure(source: unknown): Promise<HTMLImageElement> {
    const picture = document.createElement('img');
    return new Promise((resolve, reject) => {
      picture.onload = () => resolve(picture);
      picture.onerror = () => reject(new WxFailure('download image fail'));
      picture.src = urlOf(source);
    });
  }
  /** Over the page, until it is tapped. */
  function preview(source: unknown): void {
    const cover = document.createElement('div');
    cover.className = 'preview';
    const picture = document.createElement('img');
    picture.src = urlOf(source);
    cover.append(picture);
    cover.addEventListener('click', () => cover.remove());
    document.body.append(cover);
  }

  return {
    chooseImage: caller.api('chooseImage', async () => {
      const { path, file } = await pick('chooseImage');
      return { tempFilePaths: [path], tempFiles: [{ path, size: file.bytes.length }] };
    }),
    chooseMedia: caller.api('chooseMedia', async () => {
      const { path, file } = await pick('chooseMedia');
      const chosen = { tempFilePath: path, size: file.bytes.length, fileType: 'image' };
      return { type: 'image', tempFiles: [chosen] };
    }),
    previewImage: caller.api('previewImage', ({ current, urls }) => {
      const all = Array.isArray(urls) ? urls : [];
      if (all.length === 0) throw new WxFailure('parameter error: urls is empty');
      preview(typeof current === 'number' ? all[current] : (current ?? all[0]));
    }),
    getImageInfo: caller.api('getImageInfo', async ({ src }) => {
      const { naturalWidth: width, naturalHeight: height } = await measure(src);
      return { width, height, path: String(src), orientation: 'up', type: 'unknown' };
    }),
    compressImage: caller.api('compressImage', ({ src }) => ({ tempFilePath: String(src) })),
    loadFontFace: caller.api('loadFontFace', async ({ family, source }) => {
      const face = new FontFace(String(family), String(source));
      try {
        document.fonts.add(await face.load());
      } catch {
        throw new WxFailure('the font can not be loaded');
      }
      return { status: 'loaded' };
    }),
  };
}
