import { expect, test, vi } from 'vitest';
import { createPhone } from '../../test/phone.ts';
import type { WxHost } from './wx-host.ts';
import { createWxLogin } from './wx-login.ts';

const sleep = async () => undefined;

test('the code of wx.login arrives', async () => {
  const { wx } = createPhone();
  await expect(createWxLogin({ wx, sleep })()).resolves.toBe('code-1');
});

test.each([
  [5, 'timeout'],
  [1003, 'rate-limited'],
  [101102, 'privacy'],
  [600001, 'unreachable'],
  [1402101, 'login-blocked'],
  [987654, 'login-failed'],
  [undefined, 'login-failed'],
])('errno %s of wx.login means %s', async (errno, code) => {
  const { wx, phone } = createPhone();
  phone.loginFailures = [errno];
  await expect(createWxLogin({ wx, sleep })()).rejects.toMatchObject({ code, details: { errno } });
});

test('a success without a code is a failure', async () => {
  const wx = {
    login: ({ success }: Parameters<WxHost['login']>[0]) => success?.({ code: '' }),
  };
  await expect(createWxLogin({ wx, sleep })()).rejects.toMatchObject({ code: 'login-failed' });
});

test('however often a login is asked for, wx.login is called fewer than four times a second', async () => {
  let now = 0;
  const called: number[] = [];
  const wxLogin = createWxLogin({
    wx: {
      login({ success }) {
        called.push(now);
        success?.({ code: 'code' });
      },
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  await Promise.all(Array.from({ length: 20 }, wxLogin));
  const mostInASecond = Math.max(
    ...called.map((from) => called.filter((at) => at >= from && at < from + 1000).length),
  );
  expect(called).toHaveLength(20);
  expect(mostInASecond).toBeLessThan(4);
});

test('one that fails does not stop the next', async () => {
  const { wx, phone } = createPhone();
  phone.loginFailures = [5];
  const wxLogin = createWxLogin({ wx, sleep });
  await expect(wxLogin()).rejects.toMatchObject({ code: 'timeout' });
  await expect(wxLogin()).resolves.toBe('code-1');
});

test('a wx.login that never calls back times out, and the next one is asked', async () => {
  const { wx, phone } = createPhone();
  phone.faults.login = 'silent';
  const wxLogin = createWxLogin({ wx, sleep });
  vi.useFakeTimers();
  try {
    const given = wxLogin().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await given).toMatchObject({ code: 'timeout' });
  } finally {
    vi.useRealTimers();
  }
  phone.faults = {};
  await expect(wxLogin()).resolves.toBe('code-1');
});

test.each(['missing', 'throws', 'fails'] as const)(
  'a wx.login that is %s gives no code, and says why',
  async (fault) => {
    const { wx, phone } = createPhone();
    phone.faults.login = fault;
    await expect(createWxLogin({ wx, sleep })()).rejects.toMatchObject({
      code: 'login-failed',
      details: { errMsg: expect.stringMatching(/login/) },
    });
  },
);
