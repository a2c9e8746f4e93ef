import { durations } from './duration.ts';
import type { Lane, Message } from './messages.ts';
import type { MessageRow, Row } from './rows.ts';
import { say } from './text.ts';
import { badgeText, breaks, lanes, words } from './words.ts';

/** From whom to whom a row's arrow points. */
export function ends(row: MessageRow): [from: Lane, to: Lane] {
  const { from, to } = row.messages[0] as Message;
  return row.kind === 'started' ? [from, to] : [to, from];
}

/** What a row says, in parts: what matters most comes first, what can be left out last. */
export function label(row: MessageRow): { text: string; badge?: string; time?: string } {
  const { name } = row.messages[0] as Message;
  const times = row.messages.length > 1 ? `${row.messages.length} × ` : '';
  if (row.kind === 'started')
    return { text: times + name, ...(row.badge && { badge: say(badgeText(row.badge)) }) };
  const { ok, text, broken } = row.outcome;
  const outcome = broken ? say(breaks[broken]) : text || (ok ? 'ok' : say(words.failed));
  return { text: `${ok ? '✓' : '✕'} ${times}${outcome}`, time: durations(row.messages) };
}

/** The row for someone who hears it. */
export function spoken(row: Row): string {
  if (row.kind === 'note') return say(row.text);
  const [from, to] = ends(row);
  const { text, badge, time } = label(row);
  const { name } = row.messages[0] as Message;
  const who = from === to ? say(lanes[from]) : `${say(lanes[from])} → ${say(lanes[to])}`;
  const what = row.kind === 'ended' ? `${name} ${text}` : text;
  return [`${who}: ${what}`, badge, time].filter(Boolean).join(', ');
}
