import { effect, signal } from '@preact/signals';
import type { Settings } from '../phone-protocol.ts';

const key = 'simulator.settings';

function initial(): Settings {
  const remembered = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>;
  const dark = globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches;
  return {
    personId: 'xiaoming',
    theme: dark ? 'dark' : 'light',
    language: navigator.language.startsWith('zh') ? 'zh_CN' : 'en',
    ...remembered,
    appId: undefined,
    offline: false,
    phoneQuotaUsedUp: false,
  };
}

/** What is chosen at the switches; remembered, but for what would surprise the next day. */
export const settings = signal(initial());

effect(() => localStorage.setItem(key, JSON.stringify(settings.value)));
