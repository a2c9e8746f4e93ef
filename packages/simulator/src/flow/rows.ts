import type { Text } from '../text.ts';
import type { Lane, Message, Outcome, Step } from './messages.ts';

/** What a row adds to a message's name. */
export type Badge = { kind: 'retry' } | { kind: 'shared-login'; requests: number };

/** How many calls a lane is busy with, above and below a row. */
export type Busy = Partial<Record<Lane, number>>;

interface RowBase {
  id: string;
  at: number;
  before: Busy;
  after: Busy;
}

/** One line of the picture. Equal messages side by side share one. */
export type Row =
  | (RowBase & { kind: 'note'; text: Text })
  | (RowBase & { kind: 'started'; messages: Message[]; badge?: Badge })
  | (RowBase & { kind: 'ended'; messages: Message[]; outcome: Outcome });

export type MessageRow = Exclude<Row, { kind: 'note' }>;
type Started = Row & { kind: 'started' };
type Ended = Row & { kind: 'ended' };

/** Messages closer than this look as if they were sent, or answered, together. Milliseconds. */
const together = 1_000;

export function rowsOf(steps: readonly Step[]): Row[] {
  const rows: Row[] = [];
  const startOf = new Map<Message, Started>();
  const endsOf = new Map<Started, Ended[]>();
  const empty = { before: {}, after: {} };
  const tellRetry = createRetryTeller();

  for (const step of steps) {
    if (step.kind === 'note') {
      rows.push({
        kind: 'note',
        id: `note-${rows.length}`,
        at: step.at,
        text: step.text,
        ...empty,
      });
      continue;
    }
    const { message } = step;
    if (step.kind === 'started') {
      const last = rows.at(-1);
      const badge = tellRetry.started(message);
      const joins =
        last?.kind === 'started' &&
        isAlike(last.messages[0] as Message, message) &&
        last.badge?.kind === badge?.kind &&
        (message.from === message.to || message.startedAt - last.at < together);
      const row: Started = joins
        ? last
        : {
            kind: 'started',
            id: `${message.id}-started`,
            at: message.startedAt,
            messages: [],
            ...(badge && { badge }),
            ...empty,
          };
      row.messages.push(message);
      startOf.set(message, row);
      if (!joins) rows.push(row);
    } else if (message.end && message.from !== message.to) {
      const { at, outcome } = message.end;
      tellRetry.ended(message, outcome);
      const begun = startOf.get(message) as Started;
      const ends = endsOf.get(begun) ?? [];
      endsOf.set(begun, ends);
      const like = ends.find(
        (row) =>
          row.outcome.text === outcome.text &&
          row.outcome.broken === outcome.broken &&
          at - row.at < together,
      );
      if (like) like.messages.push(message);
      else {
        const id = `${message.id}-ended`;
        const row: Ended = { kind: 'ended', id, at, messages: [message], outcome, ...empty };
        ends.push(row);
        rows.push(row);
      }
    }
  }
  countBusy(rows);
  return rows;
}

/** Equal messages; or a mini program's own affairs of one kind, whatever their names. */
const isAlike = (one: Message, other: Message) =>
  one.from === other.from &&
  one.to === other.to &&
  (one.from === one.to ? one.about === other.about : one.name === other.name);

/** Knows which message is a repetition of one that has failed, and which login stands in for several. */
function createRetryTeller() {
  const failed = new Set<string>();
  const refused = new Map<Lane, number>();
  const logins = new Map<Lane, { at: number; badge: Badge & { kind: 'shared-login' } }>();
  return {
    started({ from, name, startedAt }: Message): Badge | undefined {
      const requests = refused.get(from);
      if (name !== 'wx.login' || !requests)
        return failed.has(from + name) ? { kind: 'retry' } : undefined;
      refused.delete(from);
      const badge = { kind: 'shared-login' as const, requests };
      logins.set(from, { at: startedAt, badge });
      return badge;
    },
    ended({ from, name, startedAt }: Message, { ok, text, broken }: Outcome): void {
      const isRefused = text.startsWith('401');
      if (isRefused || broken || text.includes('code-rejected')) failed.add(from + name);
      else if (ok) failed.delete(from + name);
      if (!isRefused) return;
      const login = logins.get(from);
      // It was sent before that login, which therefore stands in for it as well.
      if (login && startedAt <= login.at) login.badge.requests += 1;
      else refused.set(from, (refused.get(from) ?? 0) + 1);
    },
  };
}

function countBusy(rows: Row[]): void {
  let busy: Busy = {};
  for (const row of rows) {
    row.before = busy;
    if (row.kind !== 'note') {
      const { from, to } = row.messages[0] as Message;
      const change = (row.kind === 'started' ? 1 : -1) * row.messages.length;
      if (from !== to) busy = { ...busy, [to]: (busy[to] ?? 0) + change };
    }
    row.after = busy;
  }
}
