import { type BuiltIn, builtInOf } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/picker-view.html; a row is as high as the indicator */
export const pickerView: BuiltIn = {
  properties: {
    value: null,
    maskStyle: '',
    maskClass: '',
    indicatorStyle: '',
    indicatorClass: '',
    immediateChange: false,
    name: '',
  },
  create(part) {
    const columns = () => [...part.element.querySelectorAll<HTMLElement>('wx-picker-view-column')];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rowOf = (column: HTMLElement) =>
      (column.firstElementChild as HTMLElement | null)?.offsetHeight || 34;
    const follow = () => {
      const value = (part.data.value ?? []) as unknown as number[];
      for (const [index, column] of columns().entries())
        column.scrollTop = (value[index] ?? 0) * rowOf(column);
    };
    part.element.addEventListener(
      'scroll',
      () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          const value = columns().map((column) => Math.round(column.scrollTop / rowOf(column)));
          if (JSON.stringify(value) === JSON.stringify(part.data.value)) return;
          part.set('value', value as never);
          part.trigger('change', { value });
        }, 100);
      },
      { capture: true },
    );
    return {
      render: () => queueMicrotask(follow),
      attached: () => void setTimeout(follow, 0),
      value: () => part.data.value,
    };
  },
};

export const pickerViewColumn: BuiltIn = {
  create: ({ element }) => ({
    attached() {
      builtInOf(element.closest('wx-picker-view') ?? element)?.behaviour.render?.();
    },
  }),
};
