import { knownApp } from './apps.ts';
import type { FakeWechat } from './fake-wechat.ts';
import type { World } from './world.ts';

type Settings = Pick<FakeWechat, 'setWhitelist' | 'setQuota' | 'revokeAccessTokens'>;

/** What the owner of an app changes at WeChat, and what happens to it there. */
export function createSettings(world: World): Settings {
  return {
    setWhitelist({ appId, addresses }) {
      knownApp(world.apps, appId);
      if (addresses.length > 0) world.whitelists.set(appId, addresses);
      else world.whitelists.delete(appId);
    },
    setQuota: ({ endpoint, ...quota }) => world.quotas.set(endpoint, quota),
    revokeAccessTokens: ({ appId }) => world.accessTokens.revoke(knownApp(world.apps, appId).appId),
  };
}
