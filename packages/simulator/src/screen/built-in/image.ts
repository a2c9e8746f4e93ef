import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/image.html */
export const image: BuiltIn = {
  properties: {
    src: '',
    mode: 'scaleToFill',
    alt: '',
    lazyLoad: false,
    fadeIn: false,
    webp: false,
    showMenuByLongpress: false,
  },
  create(part) {
    const picture = document.createElement('img');
    part.element.append(picture);
    picture.addEventListener('load', () => {
      const { naturalWidth: width, naturalHeight: height } = picture;
      picture.style.visibility = '';
      part.trigger('load', { width, height });
    });
    picture.addEventListener('error', () => {
      // A browser would draw a broken picture; the platform draws nothing.
      picture.style.visibility = 'hidden';
      part.trigger('error', { errMsg: `${picture.src} can't be loaded` });
    });
    return {
      render() {
        const { src, mode, alt, ariaLabel } = part.data;
        part.element.setAttribute('mode', String(mode));
        picture.alt = String(alt || (ariaLabel ?? ''));
        const address = part.context.fileUrl(String(src)) ?? assetUrl(String(src), part.element);
        if (address === '') picture.removeAttribute('src');
        else if (picture.getAttribute('src') !== address) picture.src = address;
      },
    };
  },
};

/** Where the browser finds a file of the mini program or of the network; inline data stays as it is. */
export function assetUrl(source: string, element: Element): string {
  // The simulator's server knows where the mini program's own server really is.
  if (/^https?:/i.test(source)) return `/image?url=${encodeURIComponent(source)}`;
  if (source === '' || /^(?:[a-z]+:|\/\/)/i.test(source)) return source;
  if (source.startsWith('/')) return `/app${source}`;
  const route = element.closest('[data-route]')?.getAttribute('data-route') ?? '';
  return new URL(source, `http://app/app/${route}`).pathname;
}
