import { useSignal } from '@preact/signals';
import type { Say } from '../text.ts';
import { useFlow } from './create-flow.ts';
import { duration } from './duration.ts';
import { errcodeMeanings } from './errcodes.ts';
import { meaningOf } from './meanings.ts';
import type { Message, Outcome, Step } from './messages.ts';
import { label } from './row-label.ts';
import type { MessageRow } from './rows.ts';
import { lanes, words } from './words.ts';

/** Bars for a message and for what happened while it was under way, but for others like it. */
function TimeLine({ message, beside }: { message: Message; beside: readonly Message[] }) {
  const { say, view } = useFlow();
  const steps = view.steps.value;
  const now = Math.max(message.startedAt + 1, ...endsOf(steps));
  const endOf = ({ end }: Message) => end?.at ?? now;
  const within = steps.flatMap((step) =>
    step.kind === 'started' &&
    step.message.from !== step.message.to &&
    !beside.some(({ id }) => id === step.message.id) &&
    step.message.startedAt >= message.startedAt &&
    step.message.startedAt <= endOf(message)
      ? [step.message]
      : [],
  );
  const length = Math.max(1, endOf(message) - message.startedAt);
  const percent = (ms: number) => `${Math.max(0, Math.min(100, (ms / length) * 100))}%`;
  return (
    <ol class="timeline">
      {[message, ...within.slice(0, 11)].map((shown) => (
        <li key={shown.id}>
          <span class="what">{shown.name}</span>
          <span class="track">
            <span
              class={`bar ${shown.end?.outcome.ok === false ? 'failed' : ''}`}
              style={{
                left: percent(shown.startedAt - message.startedAt),
                width: percent(Math.min(endOf(shown), endOf(message)) - shown.startedAt),
              }}
            />
          </span>
          <span class="took">
            {shown.end ? duration(shown.end.at - shown.startedAt) : say(words.waiting)}
          </span>
        </li>
      ))}
    </ol>
  );
}

const endsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'ended' && step.message.end ? [step.message.end.at] : []));

const outcomeOf = (row: MessageRow, message: Message, outcome: Outcome, say: Say) =>
  outcome.notSent
    ? `✕ ${say(words.notSent)}`
    : label({ ...row, kind: 'ended', messages: [message], outcome }, say).text;

const pretty = (value: unknown) =>
  typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);

/** What is in the selected message. */
export function Details() {
  const { say, view } = useFlow();
  const chosen = useSignal('');
  const row = view.selected.value;
  if (!row) return <p class="choose">{say(words.choose)}</p>;
  const message =
    row.messages.find(({ id }) => id === chosen.value) ?? (row.messages[0] as Message);
  const meaning = meaningOf(message.about);
  const { end } = message;
  const errcode = Number((end?.response as { errcode?: unknown } | undefined)?.errcode ?? 0);
  const failure = errcodeMeanings[errcode];
  return (
    <article class="message">
      <header>
        <h3>{message.name}</h3>
      </header>
      <p class="facts">
        <span>
          {message.from === message.to
            ? say(lanes[message.from])
            : `${say(lanes[message.from])} → ${say(lanes[message.to])}`}
        </span>
        <span>{`+${duration(message.startedAt - view.origin.value)}`}</span>
        <span class={end ? (end.outcome.ok ? 'ok' : 'failed') : ''}>
          {end ? outcomeOf(row, message, end.outcome, say) : say(words.waiting)}
        </span>
      </p>
      {row.messages.length > 1 && (
        <div class="members">
          {row.messages.map(({ id }, index) => (
            <button
              type="button"
              key={id}
              aria-pressed={id === message.id}
              onClick={() => {
                chosen.value = id;
              }}
            >
              {index + 1}
            </button>
          ))}
        </div>
      )}
      <p>{say(meaning)}</p>
      {failure && (
        <p class="failed">
          <b>{errcode}</b> {say(failure)}
        </p>
      )}
      <p class="docs">
        {say(words.inDocs)}
        {': '}
        <a href={meaning.url} target="_blank" rel="noreferrer">
          {meaning.docs}
        </a>
      </p>
      {message.from !== message.to && (
        <>
          <h4>{say(words.timeline)}</h4>
          <TimeLine message={message} beside={row.messages} />
        </>
      )}
      <h4>{say(words.request)}</h4>
      <pre>{pretty(message.request)}</pre>
      {end?.response !== undefined && (
        <>
          <h4>{say(words.response)}</h4>
          <pre>{pretty(end.response)}</pre>
        </>
      )}
      <p class="masked">{say(words.masked)}</p>
    </article>
  );
}
