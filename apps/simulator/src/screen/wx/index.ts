import { appApi } from './app.ts';
import { createCanIUse } from './can-i-use.ts';
import type { Api, WxContext } from './context.ts';
import { deviceApi } from './device.ts';
import { eventsApi } from './events.ts';
import { interactionApi } from './interaction.ts';
import { loginApi } from './login.ts';
import { navigationApi } from './navigation.ts';
import { pageApi } from './page.ts';
import { privacyApi } from './privacy.ts';
import { requestApi } from './request.ts';
import { createStandIns } from './stand-ins.ts';
import { storageApi } from './storage.ts';
import { uploadApi } from './upload.ts';

/**
 * All of wx: what is here, refusals by name of what else WeChat documents, and nothing of any other name, so that a mini
 * program finds undefined and may put there what it likes.
 */
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
  const wx = { ...createStandIns(context.caller, context.unsupported), ...table };
  return Object.assign(wx, {
    canIUse: createCanIUse({ ...table, canIUse: true }, context.openTypes),
  });
}
