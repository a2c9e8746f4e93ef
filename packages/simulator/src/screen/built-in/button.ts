import { type BuiltIn, builtInOf } from './define.ts';
import { hover } from './global-properties.ts';
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
    phoneNumberNoQuotaToast: true,
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
      const { formType, openType } = part.data;
      if (openType) {
        const open = part.context.openType(String(openType));
        if (open) open(part);
        else part.context.refuse(part, `<button open-type="${openType}">`);
      }
      if (!formType) return;
      const form = element.closest('wx-form');
      const found = form && builtInOf(form);
      if (found) found.part.element.dispatchEvent(new CustomEvent(`form-${formType}`));
    });
    return {
      render() {
        const { type, size, plain, disabled, loading, ariaRole, ariaLabel } = part.data;
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
