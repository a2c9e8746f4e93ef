import type { WeappLogin } from '../../app.ts';
import { carryOut, idle, tapped, tell } from '../../carry-out.ts';
import { ClientFailure, failureOfErrno } from '../../failure.ts';
import { failureOf } from '../../messages.ts';
import { openTerms } from './privacy.ts';
import { words as allWords } from './words.ts';

const { session, language, baseUrl } = getApp<WeappLogin>();
const words = allWords[language];

/** What is shown of whoever is logged in, apart from the nickname, which the field holds. */
function known() {
  const { avatarUrl = '', phoneNumber = '' } = session.current()?.user ?? {};
  const avatar = avatarUrl.startsWith('/') ? `${baseUrl}${avatarUrl}` : avatarUrl;
  return { avatar, phoneNumber };
}

/** The picture is all that can be invalid about its request. */
function refused(error: unknown): never {
  throw failureOf(error).code === 'invalid-request' ? new ClientFailure('picture-refused') : error;
}

Page({
  data: {
    ...idle,
    words,
    ...known(),
    nickname: '',
    /** The privacy terms to agree to first, by name. */
    terms: '',
  },

  onLoad() {
    wx.setNavigationBarTitle({ title: words.navigationTitle });
    // Only once: the page is also shown anew when the person comes back from choosing a picture.
    this.setData({ nickname: session.current()?.user.nickname ?? '' });
  },

  async onShow() {
    if (!session.current()) wx.reLaunch({ url: '/pages/index/index' });
    this.setData({ ...known(), terms: await openTerms(wx) });
  },

  onTerms() {
    wx.openPrivacyContract({
      fail: ({ errno }: { errMsg: string; errno?: number }) =>
        tell(this, failureOfErrno(errno, 'unexpected')),
    });
  },

  /** WeChat remembers the consent by itself. */
  onAgree() {
    this.setData({ terms: '' });
  },

  onAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl?: string }>) {
    const filePath = detail.avatarUrl;
    // Whoever chose nothing after all need not be told so.
    if (filePath) return this.save(() => session.update('avatar', { filePath }).catch(refused));
  },

  onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value: { nickname: string } }>) {
    const nickname = detail.value.nickname.trim();
    return this.save(async () => {
      if (!nickname) throw new ClientFailure('nickname-empty');
      await session.update('profile', { body: { nickname } });
    });
  },

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html */
  onPhone({ detail }: WechatMiniprogram.CustomEvent<{ code?: string; errno?: number }>) {
    const { code, errno } = detail;
    return this.save(async () => {
      if (!code) throw failureOfErrno(errno, 'phone-refused');
      await session.update('phone', { body: { code } });
    });
  },

  save(task: () => Promise<void>) {
    return tapped(this, async () => {
      if (!(await carryOut(this, task))) return;
      this.setData(known());
      wx.showToast({ title: words.saved });
    });
  },
});
