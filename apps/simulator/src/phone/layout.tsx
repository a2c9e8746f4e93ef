import { signal } from '@preact/signals';
import { Inspector } from '../flow/inspector.tsx';
import { Phone } from './phone.tsx';
import { Switches } from './switches.tsx';
import { word } from './words.ts';

const views = ['phone', 'flow'] as const;

/** Where there is no room for both. */
const view = signal<(typeof views)[number]>('phone');

/** The phone, and the login flow beside it. */
export function Layout() {
  return (
    <div class="layout" data-view={view.value}>
      <nav class="views" aria-label={word('views')}>
        {views.map((name) => (
          <button
            type="button"
            key={name}
            aria-pressed={view.value === name}
            onClick={() => {
              view.value = name;
            }}
          >
            {word(name)}
          </button>
        ))}
      </nav>
      <div class="column">
        <Switches />
        <Phone />
      </div>
      <Inspector />
    </div>
  );
}
