import type { Part } from './define.ts';

/** What a picker offers, and the detail of its `change` event as it stands. */
export interface PickerFields {
  elements: HTMLElement[];
  chosen(): { value: unknown; [more: string]: unknown };
}

/** A column of choices. */
export function column(texts: readonly string[]): HTMLSelectElement {
  const select = document.createElement('select');
  select.size = 5;
  select.append(...texts.map((text, index) => new Option(text, String(index))));
  return select;
}

/** The choices of each column, as texts. */
function columnsOf({ mode, range, rangeKey }: Part['data']): string[][] {
  const text = (item: unknown) =>
    String(
      rangeKey && typeof item === 'object'
        ? (item as Record<string, unknown>)[String(rangeKey)]
        : item,
    );
  const given = (range ?? []) as unknown as unknown[];
  if (mode === 'multiSelector') return given.map((items) => (items as unknown[]).map(text));
  return [given.map(text)];
}

/** One list, or several side by side whose page may change one after another. */
export function listFields(part: Part): PickerFields {
  const { data } = part;
  const several = data.mode === 'multiSelector';
  const selects = columnsOf(data).map((texts, index) => {
    const select = column(texts);
    const value = several ? (data.value as unknown as number[] | null)?.[index] : data.value;
    select.value = String(value ?? 0);
    select.addEventListener('change', () => {
      if (several) part.trigger('columnchange', { column: index, value: Number(select.value) });
    });
    return select;
  });
  return {
    elements: selects,
    chosen() {
      const values = selects.map(({ value }) => value);
      // As a string for a list of one column, as on the platform.
      return { value: several ? values.map(Number) : values[0] };
    },
  };
}

function inputField(type: string, value: string, { data }: Part): PickerFields {
  const input = document.createElement('input');
  input.type = type;
  input.value = value;
  input.min = String(data.start);
  input.max = String(data.end);
  return { elements: [input], chosen: () => ({ value: input.value }) };
}

const two = (value: number) => String(value).padStart(2, '0');
const given = ({ data }: Part) =>
  typeof data.value === 'string' && data.value !== '' ? data.value : undefined;

export function dateField(part: Part): PickerFields {
  const now = new Date();
  const today = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const months = part.data.fields === 'month';
  const value = given(part) ?? today;
  return inputField(months ? 'month' : 'date', months ? value.slice(0, 7) : value, part);
}

export function timeField(part: Part): PickerFields {
  const now = new Date();
  return inputField('time', given(part) ?? `${two(now.getHours())}:${two(now.getMinutes())}`, part);
}
