import type { BuiltIn, Part } from './define.ts';

const two = (value: number) => String(value).padStart(2, '0');

/**
 * Opens a list, a date or a time to choose from: https://developers.weixin.qq.com/miniprogram/dev/component/picker.html
 * A region is typed, as the simulator knows no list of them.
 */
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
      if (part.data.disabled !== true) open(part);
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

/** The choices of each column, as texts. */
function columnsOf({ mode, range, rangeKey }: Part['data']): string[][] {
  const text = (item: unknown) =>
    String(
      rangeKey && typeof item === 'object'
        ? (item as Record<string, unknown>)[String(rangeKey)]
        : item,
    );
  const given = (range ?? []) as unknown as unknown[];
  if (mode === 'multiSelector') return given.map((column) => (column as unknown[]).map(text));
  return [given.map(text)];
}

function open(part: Part): void {
  const { data } = part;
  const mode = String(data.mode);
  const veil = document.createElement('div');
  veil.className = 'picker';
  const sheet = document.createElement('form');
  const close = (event: 'change' | 'cancel') => {
    veil.remove();
    if (event === 'cancel') return part.trigger('cancel');
    const detail = chosen();
    part.set('value', detail.value as never);
    part.trigger('change', detail);
  };
  const fields: (HTMLSelectElement | HTMLInputElement)[] = [];
  const field = <Kind extends HTMLSelectElement | HTMLInputElement>(made: Kind) => {
    fields.push(made);
    sheet.append(made);
    return made;
  };
  const chosen = (): { value: unknown; [more: string]: unknown } => {
    const values = fields.map(({ value }) => value);
    if (mode === 'multiSelector') return { value: values.map(Number) };
    if (mode === 'region')
      return { value: String(values[0]).split(/[\s,，]+/), code: [], postcode: '' };
    // As strings for a list of one column, too, as the platform has it.
    return { value: values[0] };
  };
  if (mode === 'date' || mode === 'time' || mode === 'region') {
    const input = field(document.createElement('input'));
    const months = data.fields === 'month';
    input.type = mode === 'region' ? 'text' : mode === 'date' && months ? 'month' : mode;
    input.value = mode === 'region' ? String(data.value ?? '') : dateOf(mode, data.value);
    input.min = String(data.start);
    input.max = String(data.end);
  } else
    for (const [index, column] of columnsOf(data).entries()) {
      const select = field(document.createElement('select'));
      select.size = 5;
      select.append(...column.map((text, place) => new Option(text, String(place))));
      const value =
        mode === 'multiSelector' ? (data.value as unknown as number[] | null)?.[index] : data.value;
      select.value = String(value ?? 0);
      select.addEventListener('change', () => {
        if (mode === 'multiSelector')
          part.trigger('columnchange', { column: index, value: Number(select.value) });
      });
    }
  const button = (text: string, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.addEventListener('click', act);
    return made;
  };
  const { chinese } = part.context;
  const header = document.createElement('header');
  header.append(
    button(chinese() ? '取消' : 'Cancel', () => close('cancel')),
    String(data.headerText),
    button(chinese() ? '确定' : 'Done', () => close('change')),
  );
  sheet.prepend(header);
  sheet.addEventListener('submit', (event) => {
    event.preventDefault();
    close('change');
  });
  veil.append(sheet);
  veil.addEventListener('click', (event) => {
    if (event.target === veil) close('cancel');
  });
  document.body.append(veil);
}

function dateOf(mode: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  const now = new Date();
  return mode === 'time'
    ? `${two(now.getHours())}:${two(now.getMinutes())}`
    : `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
