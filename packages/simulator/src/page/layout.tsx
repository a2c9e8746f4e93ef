import './tokens.css';
import './page.css';
import { useSignal } from '@preact/signals';
import { Inspector } from '../flow/inspector.tsx';
import { PhoneDrawing } from '../phone/phone.tsx';
import { usePhone } from '../phone/phone-context.ts';
import { PhoneSettings } from '../phone/phone-settings.tsx';
import { Header } from './header.tsx';
import { Problems } from './problems.tsx';
import { words } from './words.ts';

const views = ['phone', 'flow'] as const;

/** The phone and the login flow beside it; on a narrow page, one of them at a time. */
export function Layout() {
  const { say } = usePhone();
  const view = useSignal<(typeof views)[number]>('phone');
  const folded = useSignal(true);
  return (
    <div class="layout" data-view={view.value} data-settings={folded.value ? 'folded' : 'open'}>
      <Header>
        <nav class="views" aria-label={say(words.views)}>
          {views.map((name) => (
            <button
              type="button"
              key={name}
              aria-pressed={view.value === name}
              onClick={() => {
                view.value = name;
              }}
            >
              {say(words[name])}
            </button>
          ))}
        </nav>
        <button
          type="button"
          class="unfold"
          aria-expanded={!folded.value}
          onClick={() => {
            folded.value = !folded.value;
          }}
        >
          {say(words.settings)}
        </button>
      </Header>
      <PhoneSettings />
      <div class="column">
        <PhoneDrawing />
      </div>
      <div class="work">
        <Problems />
        <Inspector />
      </div>
    </div>
  );
}
