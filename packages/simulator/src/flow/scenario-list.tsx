import { useFlow } from './create-flow.ts';
import type { Played } from './scenario-player.ts';
import { scenarios } from './scenarios.ts';
import { words } from './words.ts';

/** A button for each scenario; below the one that was played, what it shows. */
export function ScenarioList() {
  const { say, player, playable } = useFlow();
  const played = player.played.value;
  const playing = played?.state === 'playing';
  const able = playable.value || playing;
  return (
    <section class="scenarios" aria-label={say(words.scenarios)}>
      <p class="hint">{say(able ? words.scenariosHint : words.notPlayable)}</p>
      <ul>
        {scenarios.map((scenario) => (
          <li key={scenario.id}>
            <button
              type="button"
              name={scenario.id}
              aria-pressed={played?.scenario === scenario}
              disabled={playing || !able}
              onClick={() => void player.play(scenario)}
            >
              <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
                <path d="M3 1.5v9l7.5-4.5z" fill="currentColor" />
              </svg>
              {say(scenario.title)}
            </button>
            {played?.scenario === scenario && <Explanation {...played} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Explanation({ scenario, state, fault }: Played) {
  const { say } = useFlow();
  return (
    <div class="told" role="status" data-scenario={scenario.id} data-state={state}>
      <h4>{say(words.trouble)}</h4>
      <p>{say(scenario.trouble)}</p>
      <h4>{say(words.seen)}</h4>
      {fault ? (
        <p class="failed">{fault}</p>
      ) : (
        <p>{say(state === 'playing' ? words.playing : scenario.seen)}</p>
      )}
    </div>
  );
}
