import { effect, type Signal, signal } from '@preact/signals';
import type { KeyValueStorage, Settings } from '../phone-protocol.ts';
import { places } from '../places.ts';

const key = 'simulator.settings';

/**
 * What is chosen at the phone's switches; remembered, except for what would surprise the next day.
 * @param defaults of a browser that has not been here yet
 */
export function createSettings(options: {
  storage: KeyValueStorage;
  defaults: Pick<Settings, 'theme' | 'language'>;
}): Signal<Settings> {
  const { storage, defaults } = options;
  const remembered = JSON.parse(storage.getItem(key) ?? '{}') as Partial<Settings>;
  const settings = signal<Settings>({
    personId: 'xiaoming',
    placeId: places[0].id,
    ...defaults,
    ...remembered,
    appId: undefined,
    offline: false,
    phoneQuotaUsedUp: false,
    storageFull: false,
    storageBroken: false,
    lacksMethods: false,
    nothingDeclared: false,
  });
  effect(() => storage.setItem(key, JSON.stringify(settings.value)));
  return settings;
}
