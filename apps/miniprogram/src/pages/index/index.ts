import type { LoginResponse } from '@weapp-login/shared';
import type { WeappLogin } from '../../app.ts';
import { carryOut, idle, tapped, tell } from '../../carry-out.ts';
import { failureOfHost } from '../../failure.ts';
import { callHost } from '../../host.ts';
import { localTime } from '../../local-time.ts';
import { words } from './words.ts';

const { session, language } = getApp<WeappLogin>();

/** What is shown of a person; null while no one is logged in. */
const accountOf = (current: LoginResponse | undefined) =>
  current
    ? {
        ids: [
          { name: 'openid', value: current.user.openid },
          ...(current.user.unionid ? [{ name: 'unionid', value: current.user.unionid }] : []),
        ],
        nickname: current.user.nickname ?? '',
        loggedInAt: localTime(current.user.lastLoginAt),
        firstLoginAt: localTime(current.user.createdAt),
      }
    : null;

Page({
  data: {
    ...idle,
    words: words[language],
    // The person of the last run is shown from the first frame.
    account: accountOf(session.current()),
  },

  onLoad() {
    callHost((fail) => wx.setNavigationBarTitle({ title: words[language].navigationTitle, fail }));
    if (session.current()) void this.carryOut(session.refresh);
  },

  onShow() {
    this.setData({ account: accountOf(session.current()) });
  },

  onLogin() {
    return tapped(this, () => this.carryOut(session.login));
  },

  onRetry() {
    return tapped(this, () => this.carryOut(session.current() ? session.refresh : session.login));
  },

  onLogout() {
    return this.carryOut(async () => session.logout());
  },

  onDismiss() {
    this.setData({ failure: null });
  },

  onCopy(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
    callHost(
      (fail) => wx.setClipboardData({ data: event.currentTarget.dataset.value, fail }),
      (error) => tell(this, failureOfHost(error, 'unexpected')),
    );
  },

  /** Ends with the page showing who is logged in by then. */
  async carryOut(task: () => Promise<unknown>) {
    await carryOut(this, task);
    this.setData({ account: accountOf(session.current()) });
  },
});
