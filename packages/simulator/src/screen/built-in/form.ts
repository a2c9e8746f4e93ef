import type { GeneralComponent } from 'glass-easel';
import { type BuiltIn, builtInOf } from './define.ts';

/** https://developers.weixin.qq.com/miniprogram/dev/component/form.html */
export const form: BuiltIn = {
  properties: { reportSubmit: false, reportSubmitTimeout: 0 },
  create(part) {
    const fields = () => [...part.element.querySelectorAll('*')];
    part.element.addEventListener('form-submit', () => {
      const entries = fields().flatMap((field) => builtInEntry(field) ?? customEntry(field) ?? []);
      part.trigger('submit', { value: Object.fromEntries(entries), formId: '' });
    });
    part.element.addEventListener('form-reset', () => {
      for (const field of fields()) builtInOf(field)?.behaviour.reset?.();
      part.trigger('reset');
    });
    return {};
  },
};

type Entry = [name: string, value: unknown][];

function builtInEntry(element: Element): Entry | undefined {
  const found = builtInOf(element);
  const name = found?.part.data.name;
  if (!found?.behaviour.value || typeof name !== 'string' || name === '') return undefined;
  return [[name, found.behaviour.value()]];
}

/** A custom component with the behavior wx://form-field. */
function customEntry(element: Element): Entry | undefined {
  const component = (element as { __wxElement?: GeneralComponent }).__wxElement;
  const data = component?.data as
    | { name?: unknown; value?: unknown; isFormField?: true }
    | undefined;
  if (!data?.isFormField || typeof data.name !== 'string' || data.name === '') return undefined;
  return [[data.name, data.value]];
}
