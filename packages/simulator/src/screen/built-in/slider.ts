import type { BuiltIn } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/slider.html */
export const slider: BuiltIn = {
  properties: {
    min: 0,
    max: 100,
    step: 1,
    disabled: false,
    value: 0,
    color: '#e9e9e9',
    selectedColor: '#1aad19',
    activeColor: '#1aad19',
    backgroundColor: '#e9e9e9',
    blockSize: 28,
    blockColor: '#ffffff',
    showValue: false,
    name: '',
  },
  create(part) {
    const range = document.createElement('input');
    range.type = 'range';
    part.element.append(range);
    const told = (name: string) => {
      part.set('value', Number(range.value));
      part.trigger(name, { value: Number(range.value) });
    };
    range.addEventListener('input', () => told('changing'));
    range.addEventListener('change', () => told('change'));
    let first: number | undefined;
    return {
      render() {
        const { min, max, step, value, disabled, activeColor, showValue } = part.data;
        first ??= Number(value);
        Object.assign(range, { min: String(min), max: String(max), step: String(step) });
        range.value = String(value);
        range.disabled = disabled === true;
        range.style.accentColor = String(activeColor);
        part.element.toggleAttribute('show-value', showValue === true);
        part.element.setAttribute('data-value', String(value));
      },
      value: () => Number(range.value),
      reset: () => part.set('value', first ?? 0),
    };
  },
};
