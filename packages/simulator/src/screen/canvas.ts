import type { Api } from './wx/context.ts';
import type { StandIns } from './wx/stand-ins.ts';

/** The smallest picture there is: one transparent pixel. */
const emptyPicture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/**
 * The canvas behind a grey box, as `SelectorQuery.fields({ node: true })` hands it out: it has a size, pictures are
 * loaded, frames come, and what is drawn on it is not seen.
 * https://developers.weixin.qq.com/miniprogram/dev/api/canvas/Canvas.html
 * @param urlOf where the browser finds a picture of the mini program
 */
export function createCanvas(options: {
  element: Element;
  standIns: StandIns;
  urlOf(source: string, element: Element): string;
}): Api {
  const { element, standIns, urlOf } = options;
  const contexts = new Map<string, object>();
  const canvas: Api = {
    width: 300,
    height: 150,
    getContext(kind: unknown) {
      const context = contexts.get(String(kind)) ?? standIns.of('RenderingContext');
      contexts.set(String(kind), context);
      return Object.assign(context, { canvas });
    },
    createImage: () => pictureOf((source) => urlOf(source, element)),
    createPath2D: () => standIns.of('RenderingContext'),
    createImageData: (width: number, height: number) => ({
      width,
      height,
      data: new Uint8ClampedArray(width * height * 4),
    }),
    requestAnimationFrame: (frame: (time: number) => void) => requestAnimationFrame(frame),
    cancelAnimationFrame: (id: number) => cancelAnimationFrame(id),
    toDataURL: () => emptyPicture,
  };
  return canvas;
}

/** Loads what its `src` is set to, and calls `onload` or `onerror`. */
function pictureOf(urlOf: (source: string) => string): object {
  const loaded = document.createElement('img');
  let source = '';
  const picture = {
    onload: undefined as ((event: object) => void) | undefined,
    onerror: undefined as ((event: object) => void) | undefined,
    get width() {
      return loaded.naturalWidth;
    },
    get height() {
      return loaded.naturalHeight;
    },
    get src() {
      return source;
    },
    set src(given: string) {
      source = given;
      loaded.src = urlOf(given);
    },
  };
  loaded.onload = () => picture.onload?.({});
  loaded.onerror = () => picture.onerror?.({ errMsg: `${source} can not be loaded` });
  return picture;
}
