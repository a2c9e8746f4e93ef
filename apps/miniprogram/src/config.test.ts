import { expect, test } from 'vitest';
import { baseUrlFor, runningVersion } from './config.ts';

test('the develop version speaks to the address that the build was given', () => {
  expect(baseUrlFor('develop')).toBe('http://127.0.0.1:2020');
});

test.each(['trial', 'release'] as const)(
  'the %s version has an https address or none',
  (version) => {
    expect(baseUrlFor(version) ?? 'https://').toMatch(/^https:\/\//);
  },
);

const host = (miniProgram: unknown) =>
  ({ getAccountInfoSync: () => ({ miniProgram }) }) as unknown as WechatMiniprogram.Wx;

test.each(['develop', 'trial', 'release'])('the %s version is told by the host', (envVersion) => {
  expect(runningVersion(host({ appId: 'wx1', envVersion }))).toEqual({ appId: 'wx1', envVersion });
});

test.each([
  ['a version that is not known', host({ appId: 'wx1', envVersion: 'gray' }), 'wx1'],
  ['no version', host({ appId: 'wx1' }), 'wx1'],
  ['the name of a method', host({ envVersion: 'toString' }), undefined],
  ['an AppID that is not text', host({ appId: 5 }), undefined],
  ['no mini program', host(undefined), undefined],
  ['no such method', {} as WechatMiniprogram.Wx, undefined],
])('%s is taken for the released version', (_, answered, appId) => {
  expect(runningVersion(answered)).toEqual({ appId, envVersion: 'release' });
});
