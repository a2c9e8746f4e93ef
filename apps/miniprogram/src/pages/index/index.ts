import type { LoginResponse } from '@weapp-login/shared';
import { callWx, failureOfWx, idle } from 'weapp-login/wx';
import type { WeappLogin } from '../../app.ts';
import { localTime } from '../../local-time.ts';
import { words } from './words.ts';

const { session, language, tasks } = getApp<WeappLogin>();

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

/** Asks the server who this is. */
const refresh = () => session.call('me', {});

Page({
  data: {
    ...idle,
    words: words[language],
    // The person of the last run is shown from the first frame.
    account: accountOf(session.current()),
  },

  onLoad() {
    callWx((fail) => wx.setNavigationBarTitle({ title: words[language].navigationTitle, fail }));
    if (session.current()) void this.run(refresh);
  },

  onShow() {
    this.setData({ account: accountOf(session.current()) });
  },

  onLogin() {
    return tasks.once(this, () => this.run(session.login));
  },

  onRetry() {
    return tasks.once(this, () => this.run(session.current() ? refresh : session.login));
  },

  onLogout() {
    return this.run(async () => session.logout());
  },

  onDismiss() {
    this.setData({ failure: null });
  },

  onCopy(event: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
    callWx(
      (fail) => wx.setClipboardData({ data: event.currentTarget.dataset.value, fail }),
      (error) => tasks.fail(this, failureOfWx(error, 'unexpected')),
    );
  },

  /** Ends with the page showing who is logged in by then. */
  async run(task: () => Promise<unknown>) {
    await tasks.run(this, task);
    this.setData({ account: accountOf(session.current()) });
  },
});
