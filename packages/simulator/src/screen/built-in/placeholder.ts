import type { BuiltIn, Property } from './define.ts';

/**
 * A grey box with the name of its tag, for what only a phone can draw: it has the size that the mini program gives it,
 * and what is inside of it is shown.
 */
export const placeholder = (tag: string, properties: Record<string, Property> = {}): BuiltIn => ({
  properties,
  create({ element }) {
    element.setAttribute('data-placeholder', tag);
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', tag);
    return {};
  },
});

export const canvas = placeholder('canvas', { canvasId: '', type: '', disableScroll: false });

/** https://developers.weixin.qq.com/miniprogram/dev/component/video.html */
export const video = placeholder('video', {
  src: '',
  duration: 0,
  controls: true,
  danmuList: null,
  danmuBtn: false,
  enableDanmu: false,
  autoplay: false,
  loop: false,
  muted: false,
  initialTime: 0,
  pageGesture: false,
  direction: 0,
  showProgress: true,
  showFullscreenBtn: true,
  showPlayBtn: true,
  showCenterPlayBtn: true,
  showMuteBtn: false,
  showScreenLockButton: false,
  enableProgressGesture: true,
  enablePlayGesture: false,
  objectFit: 'contain',
  poster: '',
  title: '',
  playBtnPosition: 'bottom',
  autoPauseIfNavigate: true,
  autoPauseIfOpenNative: true,
  vslideGesture: false,
  vslideGestureInFullscreen: true,
  posterForCrawler: '',
  customCache: true,
});

/** https://developers.weixin.qq.com/miniprogram/dev/component/open-data.html: WeChat draws nothing personal there any more */
export const openData = placeholder('open-data', {
  type: '',
  openGid: '',
  lang: 'en',
  defaultText: '',
  defaultAvatar: '',
});
