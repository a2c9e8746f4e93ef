import type { Say } from '../text.ts';
import { durations } from './duration.ts';
import type { Lane, Message, Outcome } from './messages.ts';
import type { MessageRow, Row } from './rows.ts';
import { badgeText, breaks, lanes, words } from './words.ts';

/** From whom to whom a row's arrow points. */
export function ends(row: MessageRow): [from: Lane, to: Lane] {
  const { from, to } = row.messages[0] as Message;
  return row.kind === 'started' ? [from, to] : [to, from];
}

/** Whether a row shows success or failure; undefined for a request, which shows neither. */
export const succeeded = (row: MessageRow): boolean | undefined =>
  row.kind === 'ended' ? row.outcome.ok : notSent(row) ? false : undefined;

/** The outcome of a request that never left the mini program. */
const notSent = (row: MessageRow): Outcome | undefined => {
  const outcome = (row.messages[0] as Message).end?.outcome;
  return outcome?.notSent ? outcome : undefined;
};

/** What a row says, in parts: what matters most comes first, what can be left out last. */
export function label(row: MessageRow, say: Say): { text: string; badge?: string; time?: string } {
  const times = row.messages.length > 1 ? `${row.messages.length} × ` : '';
  if (row.kind === 'started') {
    const name = [...new Set(row.messages.map((message) => message.name))].join(', ');
    if (notSent(row)) return { text: `✕ ${times}${name}: ${say(words.notSent)}` };
    return { text: times + name, ...(row.badge && { badge: say(badgeText(row.badge)) }) };
  }
  const { ok, text, broken } = row.outcome;
  const outcome = broken ? say(breaks[broken]) : text || (ok ? 'ok' : say(words.failed));
  return { text: `${ok ? '✓' : '✕'} ${times}${outcome}`, time: durations(row.messages) };
}

/** A row as one sentence: for a screen reader, and for the tooltip. */
export function spoken(row: Row, say: Say): string {
  if (row.kind === 'note') return say(row.text);
  const [from, to] = ends(row);
  const { text, badge, time } = label(row, say);
  const { name } = row.messages[0] as Message;
  const who = from === to ? say(lanes[from]) : `${say(lanes[from])} → ${say(lanes[to])}`;
  const what = row.kind === 'ended' ? `${name} ${text}` : text;
  return [`${who}: ${what}`, badge, time].filter(Boolean).join(', ');
}
