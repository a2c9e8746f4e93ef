import type { Regions } from '../../regions.ts';
import type { Part } from './define.ts';
import { column, type PickerFields } from './picker-fields.ts';

interface Choice {
  code: string;
  name: string;
}

/** Depths of `level`; a sub-district is chosen no deeper than its county. */
const depths: Record<string, number> = { province: 1, city: 2 };

/** Columns that depend on each other: province, city, county. */
export function regionFields(part: Part, { provinces, cities, counties }: Regions): PickerFields {
  const { level, customItem, value } = part.data;
  const tables = [provinces, cities, counties].slice(0, depths[String(level)] ?? 3);
  const wanted = Array.isArray(value) ? (value as unknown[]).map(String) : [];
  const columns: { select: HTMLSelectElement; choices: Choice[] }[] = tables.map(() => ({
    select: column([]),
    choices: [],
  }));

  const insideOf = (code: string, depth: number): Choice[] => {
    const prefix = code.slice(0, depth * 2);
    const own = Object.entries(tables[depth] ?? {}).filter(([inner]) => inner.startsWith(prefix));
    const all = customItem ? [{ code: '', name: String(customItem) }] : [];
    return [...all, ...own.map(([inner, name]) => ({ code: inner, name }))];
  };
  /** Fills a column and those that depend on it. */
  function fill(depth: number): void {
    const shown = columns[depth];
    if (!shown) return;
    const outer = chosenOf(depth - 1);
    // Of a custom item there is nothing inside but itself.
    shown.choices = depth > 0 && outer?.code === '' ? [outer] : insideOf(outer?.code ?? '', depth);
    shown.select.replaceChildren(...column(shown.choices.map(({ name }) => name)).children);
    const index = shown.choices.findIndex(({ name }) => name === wanted[depth]);
    shown.select.value = String(Math.max(index, 0));
    fill(depth + 1);
  }
  const chosenOf = (depth: number): Choice | undefined => {
    const shown = columns[depth];
    return shown?.choices[Number(shown.select.value)];
  };
  for (const [depth, { select }] of columns.entries())
    select.addEventListener('change', () => fill(depth + 1));
  fill(0);
  return {
    elements: columns.map(({ select }) => select),
    chosen() {
      const all = columns.flatMap((_, depth) => chosenOf(depth) ?? []);
      const codes = all.map(({ code }) => code).filter(Boolean);
      return { value: all.map(({ name }) => name), code: codes, postcode: '' };
    },
  };
}
