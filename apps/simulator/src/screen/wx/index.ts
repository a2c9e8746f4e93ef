import { appApi } from './app.ts';
import type { Api, WxContext } from './context.ts';
import { deviceApi } from './device.ts';
import { eventsApi } from './events.ts';
import { interactionApi } from './interaction.ts';
import { loginApi } from './login.ts';
import { navigationApi } from './navigation.ts';
import { pageApi } from './page.ts';
import { privacyApi } from './privacy.ts';
import { requestApi } from './request.ts';
import { storageApi } from './storage.ts';
import { uploadApi } from './upload.ts';

/** Everything that wx has here; what is not in this table is refused by name. */
export function createWx(context: WxContext): Api {
  const table: Api = {
    ...appApi(context),
    ...deviceApi(context),
    ...eventsApi(context),
    ...interactionApi(context),
    ...loginApi(context),
    ...navigationApi(context),
    ...pageApi(context),
    ...privacyApi(context),
    ...requestApi(context),
    ...storageApi(context),
    ...uploadApi(context),
  };
  for (const [name, api] of Object.entries(table))
    if (name.endsWith('Sync')) table[name] = context.caller.sync(name, api as () => unknown);
  table.canIUse = (schema: string) => (schema.split('.')[0] as string) in table;
  return new Proxy(table, {
    get: (known, name) =>
      typeof name === 'symbol' || name in known
        ? (known as Record<PropertyKey, unknown>)[name]
        : refusal(`wx.${name}`),
  });
}

/** Throws when it is called, or anything of it is. */
function refusal(name: string): unknown {
  return new Proxy(() => {}, {
    get: (_, member) => (typeof member === 'symbol' ? undefined : refusal(`${name}.${member}`)),
    apply() {
      throw new Error(`${name} is not supported by this simulator`);
    },
  });
}
