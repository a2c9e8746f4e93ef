import { button } from './button.ts';
import { checkbox, checkboxGroup, radio, radioGroup, switchComponent } from './choice.ts';
import type { BuiltIn } from './define.ts';
import { form } from './form.ts';
import { icon } from './icon.ts';
import { image } from './image.ts';
import { input } from './input.ts';
import { label } from './label.ts';
import { navigator } from './navigator.ts';
import { pageMeta } from './page-meta.ts';
import { progress } from './progress.ts';
import { scrollView } from './scroll-view.ts';
import { swiper, swiperItem } from './swiper.ts';
import { text } from './text.ts';
import { textarea } from './textarea.ts';
import { view } from './view.ts';

/** Every tag that a template may use without a component of its own; block, slot, template and wxs are the framework's. */
export const builtIns: Record<string, BuiltIn> = {
  button,
  checkbox,
  'checkbox-group': checkboxGroup,
  form,
  icon,
  image,
  input,
  label,
  navigator,
  'page-meta': pageMeta,
  progress,
  radio,
  'radio-group': radioGroup,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  switch: switchComponent,
  text,
  textarea,
  view,
};
