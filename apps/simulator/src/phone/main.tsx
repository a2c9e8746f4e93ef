import './phone.css';
import type { FakeEvent } from '@weapp-login/fake-wechat';
import { render } from 'preact';
import { record } from '../flow/recorder.ts';
import type { PhoneOptions } from '../phone-options.ts';
import { offerHost, restart } from './host.ts';
import { Layout } from './layout.tsx';
import { options } from './state.ts';

async function main() {
  const opened = Date.now();
  const answer = await fetch(new URL('/options.json', location.href));
  options.value = (await answer.json()) as PhoneOptions;
  offerHost();
  const root = document.getElementById('root') as HTMLElement;
  render(<Layout />, root);
  const events = new EventSource(`/events?since=${opened}`);
  // The mini program was built anew.
  events.addEventListener('reload', restart);
  events.addEventListener('wechat', ({ data }) => {
    record({ source: 'wechat', event: JSON.parse(data) as FakeEvent });
  });
}

main();
