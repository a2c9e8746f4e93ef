import { abilitiesApi } from './abilities.ts';
import { animationApi } from './animation.ts';
import { appApi } from './app.ts';
import { bytesApi } from './bytes.ts';
import { createCanIUse } from './can-i-use.ts';
import { cloudApi } from './cloud.ts';
import type { Api, WxContext } from './context.ts';
import { deviceApi } from './device.ts';
import { downloadApi } from './download.ts';
import { eventsApi } from './events.ts';
import { fileSystemApi } from './file-system.ts';
import { harmlessApi } from './harmless.ts';
import { interactionApi } from './interaction.ts';
import { loginApi } from './login.ts';
import { mediaApi } from './media.ts';
import { navigationApi } from './navigation.ts';
import { pageApi } from './page.ts';
import { prefetchApi } from './prefetch.ts';
import { privacyApi } from './privacy.ts';
import { requestApi } from './request.ts';
import { socketApi } from './socket.ts';
import { storageApi } from './storage.ts';
import { tabBarApi } from './tab-bar.ts';
import { uploadApi } from './upload.ts';
import { userApi } from './user.ts';

/**
 * All of wx: what is here, refusals by name of what else WeChat documents, and nothing of any other name, so that a mini
 * program finds undefined and may put there what it likes.
 */
export function createWx(context: WxContext): Api {
  const table: Api = {
    ...abilitiesApi(context),
    ...animationApi(),
    ...appApi(context),
    ...bytesApi(),
    ...cloudApi(context),
    ...deviceApi(context),
    ...downloadApi(context),
    ...eventsApi(context),
    ...fileSystemApi(context),
    ...harmlessApi(context),
    ...interactionApi(context),
    ...loginApi(context),
    ...prefetchApi(context),
    ...mediaApi(context),
    ...navigationApi(context),
    ...pageApi(context),
    ...privacyApi(context),
    ...requestApi(context),
    ...socketApi(context),
    ...storageApi(context),
    ...tabBarApi(context),
    ...uploadApi(context),
    ...userApi(context),
  };
  for (const [name, api] of Object.entries(table))
    if (name.endsWith('Sync')) table[name] = context.caller.sync(name, api as () => unknown);
  const wx = { ...context.standIns.wx, ...table };
  return Object.assign(wx, {
    canIUse: createCanIUse({ ...table, canIUse: true }, context.openTypes),
  });
}
