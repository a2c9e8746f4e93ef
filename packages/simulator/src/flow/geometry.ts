import type { Lane, Message } from './messages.ts';
import type { Row } from './rows.ts';

/** Pixels. */
export const rowHeight = 38;
export const headHeight = 34;
/** Where the arrow of a row lies. */
export const arrowAt = 27;

/** Below this width there is no room for the column of times. */
const roomy = 460;

export interface Geometry {
  width: number;
  /** Pixels. */
  fontSize: number;
  /** Of the times; 0 where they are left out. */
  gutter: number;
  lanes: readonly Lane[];
  x: Partial<Record<Lane, number>>;
}

/** The lanes side by side; the other phone's only where it takes part. */
export function geometryOf(width: number, rows: readonly Row[]): Geometry {
  const withOther = rows.some(
    (row) => row.kind !== 'note' && (row.messages[0] as Message).from === 'other',
  );
  const lanes: Lane[] = [...(withOther ? (['other'] as const) : []), 'app', 'server', 'wechat'];
  const gutter = width >= roomy ? 58 : 0;
  const margin = width >= roomy ? 56 : 28;
  const step = (width - gutter - 2 * margin) / (lanes.length - 1);
  return {
    width,
    fontSize: step < 110 ? 11 : 12.5,
    gutter,
    lanes,
    x: Object.fromEntries(lanes.map((lane, index) => [lane, gutter + margin + index * step])),
  };
}

/** Pixels that a text takes at a font size, roughly: a Chinese character is twice as wide as a Latin one. */
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + (char > '\u2e80' ? size : size * 0.56), 0);

/** As much of a text as has room. */
export function fit(text: string, size: number, room: number): string {
  if (widthOf(text, size) <= room) return text;
  let cut = text;
  while (cut !== '' && widthOf(`${cut}…`, size) > room) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}
