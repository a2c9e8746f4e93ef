import type { LoginResponse } from '@weapp-login/shared';
import type { WeappLogin } from '../../app.ts';
import { failureOfErrno } from '../../failure.ts';
import { failureOf, type Message, messageOf } from '../../messages.ts';
import { words } from './words.ts';

const { session, language, hints } = getApp<WeappLogin>();

const twoDigits = (part: number) => String(part).padStart(2, '0');

/** An ISO time as the phone's clock shows it: 2025-01-31 09:05. */
function localTime(iso: string): string {
  const time = new Date(iso);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  return `${date} ${[time.getHours(), time.getMinutes()].map(twoDigits).join(':')}`;
}

/** What is shown of a person; null while nobody is logged in. */
const accountOf = (current: LoginResponse | undefined) =>
  current
    ? {
        ids: [
          { name: 'openid', value: current.user.openid },
          ...(current.user.unionid ? [{ name: 'unionid', value: current.user.unionid }] : []),
        ],
        loggedInAt: localTime(current.user.lastLoginAt),
        firstLoginAt: localTime(current.user.createdAt),
      }
    : null;

Page({
  data: {
    words: words[language],
    account: accountOf(session.current()),
    failure: null as Message | null,
    busy: false,
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: words[language].navigationTitle });
    // Whoever was logged in last time is shown at once, and the server is asked meanwhile.
    this.setData({ account: accountOf(session.current()) });
    if (session.current()) void this.carryOut(session.refresh);
  },

  onLogin() {
    return this.tapped(session.login);
  },

  onRetry() {
    return this.tapped(session.current() ? session.refresh : session.login);
  },

  onLogout() {
    return this.carryOut(async () => session.logout());
  },

  onDismiss() {
    this.setData({ failure: null });
  },

  onCopy(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
    wx.setClipboardData({
      data: event.currentTarget.dataset.value,
      fail: ({ errno }: { errMsg: string; errno?: number }) =>
        this.tell(failureOfErrno(errno, 'unexpected')),
    });
  },

  /** Carries out what a button asks for; a second tap meanwhile does nothing. */
  async tapped(task: () => Promise<unknown>) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    await this.carryOut(task);
    this.setData({ busy: false });
  },

  /** Ends with the page showing the outcome, whatever it is. */
  async carryOut(task: () => Promise<unknown>) {
    try {
      await task();
      this.setData({ failure: null });
    } catch (error) {
      this.tell(error);
    }
    this.setData({ account: accountOf(session.current()) });
  },

  tell(error: unknown) {
    const failure = failureOf(error);
    // Whoever logged out in the middle of something else need not be told so.
    if (failure.code === 'logged-out') return;
    if (failure.code === 'unexpected') console.error(error);
    this.setData({ failure: messageOf(failure, { language, hints }) });
  },
});
