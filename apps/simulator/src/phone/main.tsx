import './phone.css';
import { render } from 'preact';
import type { PhoneOptions } from '../phone-options.ts';
import { offerHost, restart } from './host.ts';
import { Phone } from './phone.tsx';
import { options } from './state.ts';
import { Switches } from './switches.tsx';

async function main() {
  const answer = await fetch(new URL('/options.json', location.href));
  options.value = (await answer.json()) as PhoneOptions;
  offerHost();
  const root = document.getElementById('root') as HTMLElement;
  render(
    <div class="layout">
      <div class="column">
        <Switches />
        <Phone />
      </div>
    </div>,
    root,
  );
  // The mini program was built anew.
  new EventSource('/events').addEventListener('reload', restart);
}

main();
