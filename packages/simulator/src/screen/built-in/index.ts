import { button } from './button.ts';
import { checkbox, checkboxGroup, radio, radioGroup, switchComponent } from './choice.ts';
import type { BuiltIn } from './define.ts';
import { form } from './form.ts';
import { icon } from './icon.ts';
import { image } from './image.ts';
import { input } from './input.ts';
import { label } from './label.ts';
import { movableView } from './movable-view.ts';
import { navigator } from './navigator.ts';
import { pageMeta } from './page-meta.ts';
import { picker } from './picker.ts';
import { pickerView, pickerViewColumn } from './picker-view.ts';
import { camera, canvas, map, officialAccount, openData, video, webView } from './placeholder.ts';
import {
  ad,
  coverView,
  matchMedia,
  movableArea,
  navigationBar,
  pageContainer,
  rootPortal,
} from './plain.ts';
import { progress } from './progress.ts';
import { richText } from './rich-text.ts';
import { scrollView } from './scroll-view.ts';
import { slider } from './slider.ts';
import { swiper, swiperItem } from './swiper.ts';
import { text } from './text.ts';
import { textarea } from './textarea.ts';
import { view } from './view.ts';

/** Every tag that a template may use without a component of its own; block, slot, template and wxs are the framework's. */
export const builtIns: Record<string, BuiltIn> = {
  // As on the platform where no advertisement is to be had: nothing is drawn.
  ad,
  'ad-custom': ad,
  button,
  camera,
  canvas,
  checkbox,
  'checkbox-group': checkboxGroup,
  'cover-image': image,
  'cover-view': coverView,
  form,
  icon,
  image,
  input,
  label,
  map,
  'match-media': matchMedia,
  'movable-area': movableArea,
  'movable-view': movableView,
  'navigation-bar': navigationBar,
  navigator,
  'official-account': officialAccount,
  'open-data': openData,
  'page-container': pageContainer,
  'page-meta': pageMeta,
  picker,
  'picker-view': pickerView,
  'picker-view-column': pickerViewColumn,
  progress,
  radio,
  'radio-group': radioGroup,
  'rich-text': richText,
  'root-portal': rootPortal,
  'scroll-view': scrollView,
  slider,
  swiper,
  'swiper-item': swiperItem,
  switch: switchComponent,
  text,
  textarea,
  video,
  view,
  'web-view': webView,
};

/** Tags that WeChat has and the simulator lacks; any other is an element without meaning, as on the platform. */
export const lackingTags: ReadonlySet<string> = new Set(
  [
    'audio,channel-live,channel-video,double-tap-gesture-handler,draggable-sheet,editor',
    'editor-portal,force-press-gesture-handler,functional-page-navigator,grid-builder,grid-view',
    'horizontal-drag-gesture-handler,inference,keyboard-accessory,list-builder,list-view,live-player',
    'live-pusher,long-press-gesture-handler,native-component,nested-scroll-body,nested-scroll-header',
    'official-account-publish,open-container,open-data-list,open-data-item',
    'pan-gesture-handler,scale-gesture-handler,share-element,snapshot,sticky-header,sticky-section',
    'store-gift,store-home,store-product,tap-gesture-handler,vertical-drag-gesture-handler,voip-room,xr-frame',
  ]
    .join()
    .split(','),
);
