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

/** https://developers.weixin.qq.com/miniprogram/dev/component/map.html */
export const map = placeholder('map', {
  longitude: 0,
  latitude: 0,
  scale: 16,
  minScale: 3,
  maxScale: 20,
  markers: null,
  covers: null,
  polyline: null,
  circles: null,
  controls: null,
  includePoints: null,
  polygons: null,
  showLocation: false,
  subkey: '',
  layerStyle: 1,
  rotate: 0,
  skew: 0,
  enable3D: false,
  showCompass: false,
  showScale: false,
  enableOverlooking: false,
  enableAutoMaxOverlooking: false,
  enableZoom: true,
  enableScroll: true,
  enableRotate: false,
  enableSatellite: false,
  enableTraffic: false,
  enablePoi: true,
  enableBuilding: true,
  setting: null,
});

/** https://developers.weixin.qq.com/miniprogram/dev/component/camera.html */
export const camera = placeholder('camera', {
  mode: 'normal',
  resolution: 'medium',
  devicePosition: 'back',
  flash: 'auto',
  frameSize: 'medium',
});

/** https://developers.weixin.qq.com/miniprogram/dev/component/web-view.html: covers the page, and its site is not opened */
export const webView = placeholder('web-view', { src: '' });

/** https://developers.weixin.qq.com/miniprogram/dev/component/official-account.html */
export const officialAccount = placeholder('official-account');
