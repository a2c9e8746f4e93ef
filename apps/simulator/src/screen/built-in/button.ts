import { hover } from './common.ts';
import { type BuiltIn, builtInOf } from './define.ts';
import { showPressed } from './pressed.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/button.html */
export const button: BuiltIn = {
  properties: {
    ...hover('button-hover', 20, 70),
    type: 'default',
    size: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    openType: '',
    lang: 'en',
    name: '',
  },
  create(part) {
    const { element } = part;
    showPressed(part);
    element.tabIndex = 0;
    element.addEventListener('keydown', (event) => {
      if (event.target !== element || (event.key !== 'Enter' && event.key !== ' ')) return;
      event.preventDefault();
      element.click();
    });
    element.addEventListener('click', () => {
      const { formType } = part.data;
      if (!formType) return;
      const form = element.closest('wx-form');
      const found = form && builtInOf(form);
      if (found) found.part.element.dispatchEvent(new CustomEvent(`form-${formType}`));
    });
    let refused: unknown = '';
    return {
      render() {
        const { type, size, plain, disabled, loading, openType, ariaRole, ariaLabel } = part.data;
        if (openType !== refused) part.context.refuse(part, `<button open-type="${openType}">`);
        refused = openType;
        element.setAttribute('type', String(type));
        element.setAttribute('size', String(size));
        element.toggleAttribute('plain', plain === true);
        element.toggleAttribute('disabled', disabled === true);
        element.toggleAttribute('loading', loading === true);
        element.setAttribute('role', String(ariaRole ?? 'button'));
        element.setAttribute('aria-disabled', String(disabled === true));
        element.setAttribute('aria-busy', String(loading === true));
        if (ariaLabel === null) element.removeAttribute('aria-label');
      },
      activate: () => element.click(),
    };
  },
};
