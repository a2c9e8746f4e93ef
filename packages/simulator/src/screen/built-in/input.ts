import type { BuiltIn, Part } from './define.ts';
import { typing, typingProperties } from './typing.ts';

const kinds: Record<string, { type: string; inputMode: string }> = {
  text: { type: 'text', inputMode: 'text' },
  nickname: { type: 'text', inputMode: 'text' },
  number: { type: 'text', inputMode: 'numeric' },
  digit: { type: 'text', inputMode: 'decimal' },
  idcard: { type: 'text', inputMode: 'text' },
  'safe-password': { type: 'password', inputMode: 'text' },
};

/** Of the type nickname: the person's own is offered; what was typed is examined, and here always found proper. */
function offerNickname({ data, context, trigger }: Part, field: HTMLInputElement): void {
  field.addEventListener('focus', () => {
    if (data.type !== 'nickname') return;
    context.nickname.offer((nickname) => {
      field.value = nickname;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });
  field.addEventListener('blur', () => {
    if (data.type !== 'nickname') return;
    context.nickname.withdraw();
    trigger('nicknamereview', { pass: true, timeout: false });
  });
}

/** https://developers.weixin.qq.com/miniprogram/dev/component/input.html */
export const input: BuiltIn = {
  properties: { ...typingProperties, type: 'text', password: false },
  create(part) {
    const field = document.createElement('input');
    const behaviour = typing(part, field);
    offerNickname(part, field);
    return {
      ...behaviour,
      render() {
        const { type, password } = part.data;
        const kind = kinds[String(type)];
        field.type = password === true ? 'password' : (kind?.type ?? 'text');
        field.inputMode = kind?.inputMode ?? 'text';
        behaviour.render?.();
      },
    };
  },
};
