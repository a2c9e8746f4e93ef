import { effect } from '@preact/signals';
import type { FakeEvent } from '@weapp-login/fake-wechat';
import { render } from 'preact';
import { createPerformer } from '../automation/perform.ts';
import type { Action } from '../automation/protocol.ts';
import { createReporter } from '../automation/reporter.ts';
import { createFlow, FlowContext } from '../flow/create-flow.ts';
import { createSend } from '../phone/connection.ts';
import { createPhone } from '../phone/create-phone.ts';
import { PhoneContext } from '../phone/phone-context.ts';
import type { PhoneOptions } from '../phone-options.ts';
import { Layout } from './layout.tsx';

async function main() {
  const opened = Date.now();
  const answer = await fetch(new URL('/options.json', location.href));
  const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches;
  const phone = createPhone({
    options: (await answer.json()) as PhoneOptions,
    window,
    storage: localStorage,
    send: createSend(location.href),
    defaults: {
      theme: dark ? 'dark' : 'light',
      language: navigator.language.startsWith('zh') ? 'zh_CN' : 'en',
    },
  });
  const flow = createFlow({ phone, document });
  // The screen finds the phone here.
  Object.defineProperties(window, Object.getOwnPropertyDescriptors(phone.window));
  effect(() => {
    document.documentElement.lang = phone.settings.value.language === 'zh_CN' ? 'zh-CN' : 'en';
  });
  render(
    <PhoneContext.Provider value={phone}>
      <FlowContext.Provider value={flow}>
        <Layout />
      </FlowContext.Provider>
    </PhoneContext.Provider>,
    document.getElementById('root') as HTMLElement,
  );
  const events = new EventSource(`/events?since=${opened}`);
  // The mini program was built again.
  events.addEventListener('reload', phone.restart);
  events.addEventListener('wechat', ({ data }) => {
    flow.recorder.record({ source: 'wechat', event: JSON.parse(data) as FakeEvent });
  });
  const perform = createPerformer(phone, window);
  events.addEventListener('automate', async ({ data }) => {
    const { id, action } = JSON.parse(data) as { id: string; action: Action };
    phone.send('/automate/result', { id, ...(await perform(action)) });
  });
  events.addEventListener('watch', createReporter({ phone, window, send: phone.send }));
}

main();
