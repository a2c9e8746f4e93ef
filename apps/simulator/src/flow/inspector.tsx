import './drawing.css';
import './flow.css';
import { Controls } from './controls.tsx';
import { Details } from './details.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { Sequence } from './sequence.tsx';
import { say } from './text.ts';
import { Toolbar } from './toolbar.tsx';
import { selected } from './view.ts';
import { words } from './words.ts';

/** The login flow beside the phone: every message as it happens. */
export function Inspector() {
  return (
    <aside class="inspector" aria-label={say(words.inspector)}>
      <Toolbar />
      <details class="panel" open>
        <summary>{say(words.scenarios)}</summary>
        <ScenarioList />
      </details>
      <details class="panel">
        <summary>{say(words.controls)}</summary>
        <Controls />
      </details>
      <div class={`picture ${selected.value ? 'with-details' : ''}`}>
        <Sequence />
        <div class="details">
          <Details />
        </div>
      </div>
    </aside>
  );
}
