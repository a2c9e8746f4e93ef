import type { Toast } from '../../phone-protocol.ts';
import { type Options, WxFailure } from '../api-call.ts';
import { assetUrl } from '../built-in/image.ts';
import type { Api, WxContext } from './context.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showToast.html and its neighbours. */
export function interactionApi({ host, caller, pages, gesture }: WxContext): Api {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (toast: Toast | undefined, milliseconds?: number) => {
    clearTimeout(timer);
    host.setToast(toast);
    if (milliseconds !== undefined)
      timer = setTimeout(() => host.setToast(undefined), milliseconds);
  };
  const hide = () => show(undefined);
  const text = (value: unknown, otherwise = '') =>
    value === undefined ? otherwise : String(value);

  const modal = caller.api('showModal', async (options: Options) => {
    const chinese = host.settings.language === 'zh_CN';
    const { confirm, content } = await host.askModal({
      title: text(options.title),
      content: text(options.content),
      confirmText: text(options.confirmText, chinese ? '确定' : 'OK'),
      confirmColor: text(options.confirmColor),
      cancelColor: text(options.cancelColor),
      editable: options.editable === true,
      placeholder: text(options.placeholderText),
      ...(options.showCancel !== false && {
        cancelText: text(options.cancelText, chinese ? '取消' : 'Cancel'),
      }),
    });
    return { confirm, cancel: !confirm, content: options.editable === true ? content : null };
  });
  /** The person's answer is a tap, like one on the page. */
  const answeredByTap = ({ success }: Options): Options =>
    success ? { success: (result) => gesture.during(() => success(result)) } : {};

  return {
    showToast: caller.api('showToast', ({ title, icon = 'success', image, mask, duration }) => {
      const kind = ['success', 'error', 'loading', 'none'].includes(String(icon))
        ? icon
        : 'success';
      show(
        {
          title: text(title),
          icon: kind as Toast['icon'],
          mask: mask === true,
          ...(image !== undefined && { image: assetUrl(String(image), pages.current().container) }),
        },
        Number(duration ?? 1500),
      );
    }),
    hideToast: caller.api('hideToast', hide),
    showLoading: caller.api('showLoading', ({ title, mask }) => {
      show({ title: text(title), icon: 'loading', mask: mask === true });
    }),
    hideLoading: caller.api('hideLoading', hide),

    showModal: (options: Options = {}) => modal({ ...options, ...answeredByTap(options) }),

    showActionSheet: caller.api('showActionSheet', async ({ alertText, itemList, itemColor }) => {
      const items = Array.isArray(itemList) ? itemList.map(String) : [];
      if (items.length === 0 || items.length > 6)
        throw new WxFailure('parameter error: itemList should have 1 to 6 items');
      const tapIndex = await host.askActionSheet({
        title: text(alertText),
        items,
        color: text(itemColor),
      });
      if (tapIndex === undefined) throw new WxFailure('cancel');
      return { tapIndex };
    }),
  };
}
