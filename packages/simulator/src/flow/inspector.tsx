import './drawing.css';
import './flow.css';
import { Controls } from './controls.tsx';
import { useFlow } from './create-flow.ts';
import { Details } from './details.tsx';
import { ScenarioList } from './scenario-list.tsx';
import { Sequence } from './sequence.tsx';
import { Toolbar } from './toolbar.tsx';
import type { Tab } from './view.ts';
import { words } from './words.ts';

const tabs: Tab[] = ['message', 'scenarios', 'wechat'];
const panels = { message: Details, scenarios: ScenarioList, wechat: Controls };

/** The login flow beside the phone: every message as it happens. */
export function Inspector() {
  const { say } = useFlow();
  return (
    <section class="inspector" aria-label={say(words.flow)}>
      <Toolbar />
      <div class="picture">
        <Sequence />
        <Beside />
      </div>
    </section>
  );
}

/** The selected message, the scenarios, and how WeChat responds; one of them at a time. */
function Beside() {
  const { say, view } = useFlow();
  const current = view.tab.value;
  const Panel = panels[current];
  return (
    <aside class="beside" data-opened={view.opened.value} aria-label={say(words.beside)}>
      <div class="tabbar">
        <div class="tablist" role="tablist">
          {tabs.map((tab) => (
            <button
              type="button"
              role="tab"
              key={tab}
              id={`tab-${tab}`}
              aria-selected={tab === current}
              aria-controls="beside-panel"
              onClick={() => view.open(tab)}
            >
              {say(words[tab])}
            </button>
          ))}
        </div>
        <button type="button" class="close" aria-label={say(words.close)} onClick={view.close}>
          ✕
        </button>
      </div>
      <div
        class={`panel ${current}`}
        id="beside-panel"
        role="tabpanel"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also where nothing in it can have the focus
        tabIndex={0}
        aria-labelledby={`tab-${current}`}
      >
        <Panel />
      </div>
    </aside>
  );
}
