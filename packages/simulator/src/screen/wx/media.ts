import { WxFailure } from '../api-call.ts';
import { assetUrl } from '../built-in/image.ts';
import type { Api, WxContext } from './context.ts';

/** As many as WeChat lets a person choose at once, unless the mini program asks for fewer. */
const mostPictures = 9;

/** Pictures: https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.previewImage.html and its neighbours. */
export function mediaApi({ caller, files, host, pages, privacy, unsupported }: WxContext): Api {
  const urlOf = (source: unknown) =>
    files.urlOf(String(source)) ?? assetUrl(String(source), pages.current().container);

  /** The person picks some of the album. */
  async function pick(name: string, count: unknown) {
    await privacy.require(name);
    const most = Math.min(Math.max(Number(count ?? mostPictures), 1), mostPictures);
    const chosen = await host.consent.askPictures(most);
    if (chosen.length === 0) throw new WxFailure('cancel');
    return chosen.map((file) => ({ path: files.add(file), size: file.bytes.length }));
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
    chooseImage: caller.api('chooseImage', async ({ count }) => {
      const tempFiles = await pick('chooseImage', count);
      return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles };
    }),
    chooseMedia: caller.api('chooseMedia', async ({ count, mediaType }) => {
      if (String(mediaType) === 'video')
        throw new WxFailure(unsupported.refuse('wx.chooseMedia of a video'));
      const chosen = await pick('chooseMedia', count);
      const tempFiles = chosen.map(({ path, size }) => ({
        tempFilePath: path,
        size,
        fileType: 'image',
      }));
      return { type: 'image', tempFiles };
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
