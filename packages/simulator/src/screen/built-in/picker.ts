import type { BuiltIn, Part } from './define.ts';
import { dateField, listFields, type PickerFields, timeField } from './picker-fields.ts';
import { regionFields } from './picker-regions.ts';
import { openPickerSheet } from './picker-sheet.ts';

/** Opens lists, a date, a time or a region to choose from: https://developers.weixin.qq.com/miniprogram/dev/component/picker.html */
export const picker: BuiltIn = {
  properties: {
    mode: 'selector',
    headerText: '',
    range: null,
    rangeKey: '',
    value: null,
    start: '',
    end: '',
    fields: 'day',
    customItem: '',
    level: 'region',
    disabled: false,
    name: '',
  },
  create(part) {
    let first: Part['data'][string] | undefined;
    const { element } = part;
    element.setAttribute('role', 'button');
    element.addEventListener('click', () => {
      if (part.data.disabled !== true) void open(part);
    });
    return {
      render() {
        first ??= part.data.value ?? null;
      },
      value: () => part.data.value,
      reset: () => part.set('value', first ?? null),
      activate: () => element.click(),
    };
  },
};

async function open(part: Part): Promise<void> {
  const { elements, chosen } = await fieldsOf(part);
  openPickerSheet({
    title: String(part.data.headerText),
    chinese: part.context.chinese(),
    elements,
    done() {
      const detail = chosen();
      part.set('value', detail.value as never);
      part.trigger('change', detail);
    },
    cancelled: () => part.trigger('cancel'),
  });
}

function fieldsOf(part: Part): PickerFields | Promise<PickerFields> {
  switch (part.data.mode) {
    case 'date':
      return dateField(part);
    case 'time':
      return timeField(part);
    case 'region':
      return part.context.regions().then((regions) => regionFields(part, regions));
    default:
      return listFields(part);
  }
}
