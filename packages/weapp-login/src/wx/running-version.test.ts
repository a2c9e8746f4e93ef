import { expect, test } from 'vitest';
import { runningVersion } from './running-version.ts';
import type { WxHost } from './wx-host.ts';

const host = (miniProgram: unknown) =>
  ({ getAccountInfoSync: () => ({ miniProgram }) }) as unknown as WxHost;

test.each(['develop', 'trial', 'release'])('the host reports the %s version', (envVersion) => {
  expect(runningVersion(host({ appId: 'wx1', envVersion }))).toEqual({ appId: 'wx1', envVersion });
});

test.each([
  ['a version that is not known', host({ appId: 'wx1', envVersion: 'gray' }), 'wx1'],
  ['no version', host({ appId: 'wx1' }), 'wx1'],
  ['the name of a method', host({ envVersion: 'toString' }), undefined],
  ['an AppID that is not text', host({ appId: 5 }), undefined],
  ['no mini program', host(undefined), undefined],
  ['no such method', {} as WxHost, undefined],
])('%s is taken for the released version', (_, answered, appId) => {
  expect(runningVersion(answered)).toEqual({ appId, envVersion: 'release' });
});
