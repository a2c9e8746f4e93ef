import { play, played } from './play.ts';
import { scenarios } from './scenarios.ts';
import { say } from './text.ts';
import { words } from './words.ts';

/** A button for each scenario, and what is to be seen in the one that plays. */
export function ScenarioList() {
  const current = played.value;
  const playing = current?.state === 'playing';
  return (
    <section class="scenarios" aria-label={say(words.scenarios)}>
      <ul>
        {scenarios.map((scenario) => (
          <li key={scenario.id}>
            <button
              type="button"
              name={scenario.id}
              aria-pressed={current?.scenario === scenario}
              disabled={playing}
              onClick={() => void play(scenario)}
            >
              {say(scenario.title)}
            </button>
          </li>
        ))}
      </ul>
      {current && (
        <div
          class="told"
          role="status"
          data-scenario={current.scenario.id}
          data-state={current.state}
        >
          <p>
            <b>{say(words.trouble)}</b> {say(current.scenario.trouble)}
          </p>
          {current.fault ? (
            <p class="failed">{current.fault}</p>
          ) : playing ? (
            <p>{say(words.playing)}</p>
          ) : (
            <p>
              <b>{say(words.seen)}</b> {say(current.scenario.seen)}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
