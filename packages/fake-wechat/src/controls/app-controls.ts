import { knownApp } from '../state/apps.ts';
import type { PlatformState } from '../state/platform-state.ts';
import type { FakeWechat } from './fake-wechat.ts';

type AppControls = Pick<
  FakeWechat,
  'setWhitelist' | 'setQuota' | 'revokeAccessTokens' | 'moveApp' | 'replaceSessionKeyBy'
>;

/** Creates the controls for the settings of an app at WeChat. */
export function createAppControls(state: PlatformState): AppControls {
  return {
    setWhitelist({ appId, addresses }) {
      knownApp(state.apps, appId);
      if (addresses.length > 0) state.whitelists.set(appId, addresses);
      else state.whitelists.delete(appId);
    },
    moveApp({ from, to }) {
      state.migrations.set(knownApp(state.apps, from).appId, knownApp(state.apps, to).appId);
    },
    replaceSessionKeyBy(step) {
      state.keyReplacedBy = step;
    },
    setQuota: ({ endpoint, ...quota }) => state.quotas.set(endpoint, quota),
    revokeAccessTokens: ({ appId }) => state.accessTokens.revoke(knownApp(state.apps, appId).appId),
  };
}
