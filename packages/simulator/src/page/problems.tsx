import { useSignal } from '@preact/signals';
import { usePhone } from '../phone/phone-context.ts';
import type { CountedFault } from '../phone/problems.ts';
import { words } from './words.ts';

/** Beside the phone: what the program threw, what the simulator lacks, and what was not sent. */
export function Problems() {
  const { problems, forwards, say, restart } = usePhone();
  const unfolded = useSignal(false);
  const errors = problems.errors.value;
  const unsupported = problems.unsupported.value;
  const missing = forwards.missing.value;
  if (errors.length + unsupported.length + missing.length === 0) return null;
  const sum = (faults: CountedFault[]) => faults.reduce((count, { times }) => count + times, 0);
  const groups = [
    { name: 'errors', short: words.errorsShort, count: sum(errors) },
    { name: 'unsupported', short: words.unsupportedShort, count: sum(unsupported) },
    { name: 'unforwarded', short: words.unforwarded, count: missing.length },
  ].filter(({ count }) => count > 0);
  const dismiss = () => {
    problems.dismiss();
    forwards.dismiss();
  };
  return (
    <section
      class="problems"
      role="alert"
      aria-label={say(words.problems)}
      data-unfolded={unfolded.value}
    >
      <button
        type="button"
        class="summary"
        aria-expanded={unfolded.value}
        onClick={() => {
          unfolded.value = !unfolded.value;
        }}
      >
        {groups.map(({ name, short, count }) => (
          <span key={name} class={name}>{`${say(short)} ${count}`}</span>
        ))}
      </button>
      <div class="list">
        <Faults name="errors" faults={errors} />
        <Faults name="unsupported" faults={unsupported} />
        {missing.length > 0 && (
          <>
            <h2 class="unforwarded">{say(words.unforwarded)}</h2>
            <ul>
              {missing.map((origin) => (
                <Unforwarded key={origin} origin={origin} />
              ))}
            </ul>
          </>
        )}
        <footer>
          <button type="button" onClick={dismiss}>
            {say(words.dismiss)}
          </button>
          <button type="button" onClick={restart}>
            {say(words.restart)}
          </button>
        </footer>
      </div>
    </section>
  );
}

function Faults({ name, faults }: { name: 'errors' | 'unsupported'; faults: CountedFault[] }) {
  const { say } = usePhone();
  if (faults.length === 0) return null;
  return (
    <>
      <h2 class={name}>{say(words[name])}</h2>
      <ul>
        {faults.map(({ message, where, times }) => (
          <li key={`${message}${where}`}>
            <span>{message}</span>
            {times > 1 && <b class="times">{`× ${times}`}</b>}
            {where && <code>{where}</code>}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Says how to forward an origin, and does it. */
function Unforwarded({ origin }: { origin: string }) {
  const { say, forwards } = usePhone();
  const targets = [...new Set([...forwards.list.value.map(({ to }) => to), origin])];
  const to = useSignal(targets[0] as string);
  const option = to.value === origin ? origin : `${origin}=${to.value}`;
  return (
    <li>
      <span>{say(words.unforwardedHint, origin)}</span>
      <code>{`pnpm simulate --forward ${option}`}</code>
      <span class="switch">
        <label>
          {say(words.forwardTo)}
          <select
            value={to.value}
            onChange={({ currentTarget }) => {
              to.value = currentTarget.value;
            }}
          >
            {targets.map((target) => (
              <option key={target} value={target}>
                {target === origin ? say(words.itself, target) : target}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          name="forward"
          onClick={() => forwards.add({ from: origin, to: to.value })}
        >
          {say(words.forward)}
        </button>
      </span>
    </li>
  );
}
