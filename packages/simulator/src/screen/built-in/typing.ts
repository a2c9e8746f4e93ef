import type { Behaviour, Part } from './define.ts';

/** Properties that input and textarea share. */
export const typingProperties = {
  value: '',
  name: '',
  placeholder: '',
  placeholderStyle: '',
  placeholderClass: '',
  disabled: false,
  maxlength: 140,
  focus: false,
  autoFocus: false,
  cursor: -1,
  cursorSpacing: 0,
  cursorColor: '',
  confirmType: 'done',
  confirmHold: false,
  selectionStart: -1,
  selectionEnd: -1,
  adjustPosition: true,
  holdKeyboard: false,
  alwaysEmbed: false,
};

/** What is the same for a field of one line and of many; each native event is passed on exactly once. */
export function typing(part: Part, field: HTMLInputElement | HTMLTextAreaElement): Behaviour {
  const { element } = part;
  const initial = () => String(part.data.value ?? '');
  let first: string | undefined;
  element.append(field);
  field.addEventListener('input', () => {
    part.set('value', field.value);
    part.trigger('input', {
      value: field.value,
      cursor: field.selectionStart ?? field.value.length,
    });
  });
  field.addEventListener('focus', () => part.trigger('focus', { value: field.value, height: 0 }));
  field.addEventListener('blur', () => {
    part.trigger('blur', { value: field.value, cursor: field.selectionStart ?? 0 });
  });
  field.addEventListener('change', () => part.trigger('change', { value: field.value }));
  field.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Enter' || field.tagName === 'TEXTAREA') return;
    part.trigger('confirm', { value: field.value });
    if (!part.data.confirmHold) field.blur();
  });
  return {
    render() {
      const { placeholder, placeholderStyle, disabled, maxlength, ariaLabel } = part.data;
      first ??= initial();
      if (field.value !== initial()) field.value = initial();
      field.placeholder = String(placeholder);
      field.style.setProperty('--placeholder-style', String(placeholderStyle));
      field.disabled = disabled === true;
      if (Number(maxlength) >= 0) field.maxLength = Number(maxlength);
      else field.removeAttribute('maxlength');
      if (ariaLabel !== null) field.setAttribute('aria-label', String(ariaLabel));
      if (part.data.focus === true && field.isConnected) field.focus();
    },
    attached() {
      first = initial();
      if (part.data.focus || part.data.autoFocus) field.focus();
    },
    value: () => field.value,
    reset: () => part.set('value', first ?? ''),
    activate: () => field.focus(),
  };
}
