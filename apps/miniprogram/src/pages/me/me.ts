import { looksEmpty } from '@weapp-login/shared';
import { ClientFailure, callWx, failureOf, failureOfWx, idle, type WxError } from 'weapp-login/wx';
import type { WeappLogin } from '../../app.ts';
import { confirmed } from '../../confirmed.ts';
import { toIndex } from '../../to-index.ts';
import { openTerms } from './privacy.ts';
import { words as allWords } from './words.ts';

const { session, language, baseUrl, tasks } = getApp<WeappLogin>();
const words = allWords[language];

/** What is shown of the person, apart from the nickname, which the field holds. */
function known() {
  const { avatarUrl = '', phoneNumber = '', nickname } = session.current()?.user ?? {};
  const avatar = avatarUrl.startsWith('/') ? `${baseUrl}${avatarUrl}` : avatarUrl;
  return { avatar, phoneNumber, hasNickname: Boolean(nickname) };
}

/** The picture is all that can be wrong about its request, whether the server or a gateway refuses it. */
function refused(error: unknown): never {
  const { code } = failureOf(error);
  if (code === 'body-too-large') throw new ClientFailure('picture-too-large');
  throw code === 'invalid-request' ? new ClientFailure('picture-refused') : error;
}

Page({
  data: {
    ...idle,
    words,
    ...known(),
    nickname: '',
    /** The server takes no more phone numbers today. */
    phoneLimited: false,
    /** The privacy terms to agree to first, by name. */
    terms: '',
  },

  onLoad() {
    callWx((fail) => wx.setNavigationBarTitle({ title: words.navigationTitle, fail }));
    // Only once: the page is shown again when the person comes back from choosing a picture.
    this.setData({ nickname: session.current()?.user.nickname ?? '' });
  },

  async onShow() {
    if (!session.current()) toIndex();
    this.setData(known());
    this.setData({ terms: await openTerms(wx) });
  },

  onTerms() {
    callWx(
      (fail) => wx.openPrivacyContract({ fail }),
      (error) => tasks.fail(this, failureOfWx(error, 'unexpected')),
    );
  },

  /** WeChat remembers the consent by itself. */
  onAgree() {
    this.setData({ terms: '' });
  },

  onAvatar({ detail }: WechatMiniprogram.CustomEvent<{ avatarUrl?: string }>) {
    const filePath = detail.avatarUrl;
    // Cancelling the choice is not a failure.
    if (filePath) return this.save(() => session.call('avatar', { file: filePath }).catch(refused));
  },

  onNickname({ detail }: WechatMiniprogram.CustomEvent<{ value?: { nickname?: string } }>) {
    // Some hosts submit a form without its values; an empty name is refused below.
    const nickname = (detail?.value?.nickname ?? '').trim();
    return this.save(async () => {
      if (looksEmpty(nickname)) throw new ClientFailure('nickname-empty');
      await session.call('profile', { body: { nickname } });
    });
  },

  /** https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/getPhoneNumber.html */
  onPhone({ detail }: WechatMiniprogram.CustomEvent<WxError & { code?: string }>) {
    const { code } = detail;
    return this.save(async () => {
      if (!code) throw failureOfWx(detail, 'phone-refused');
      await session.call('phone', { body: { code } }).catch((error) => {
        // WeChat charges for each tap that gives a code, also where the server then refuses it.
        if (failureOf(error).code === 'too-many-requests') this.setData({ phoneLimited: true });
        throw error;
      });
    });
  },

  onDeleteAvatar() {
    return this.takeBack(words.confirmDeleteAvatar, () => session.call('deleteAvatar', {}));
  },

  onDeleteNickname() {
    return this.takeBack(words.confirmDeleteNickname, async () => {
      await session.call('profile', { body: { nickname: '' } });
      this.setData({ nickname: '' });
    });
  },

  onDeletePhone() {
    return this.takeBack(words.confirmDeletePhone, () => session.call('deletePhone', {}));
  },

  takeBack(content: string, task: () => Promise<unknown>) {
    const question = { content, confirmText: words.remove, cancelText: words.cancel };
    return this.save(task, () => confirmed(question));
  },

  /** 注销账号: what it deletes is said before, asked twice, and said again once it is gone. */
  onDeleteAccount() {
    const { cancel: cancelText, deleteAccount: title } = words;
    return tasks.once(this, async () => {
      const warning = { title, content: words.deleteWarning, confirmText: words.next, cancelText };
      const last = { title, content: words.deleteLast, confirmText: words.remove, cancelText };
      if (!(await confirmed(warning)) || !(await confirmed(last))) return;
      if (!(await tasks.run(this, session.deleteAccount))) return;
      await confirmed({
        title: words.deleted,
        content: words.deletedWhat,
        confirmText: words.done,
      });
      toIndex();
    });
  },

  save(task: () => Promise<unknown>, agreed = () => Promise.resolve(true)) {
    return tasks.once(this, async () => {
      if (!(await agreed())) return;
      if (!(await tasks.run(this, task))) return;
      this.setData(known());
      callWx((fail) => wx.showToast({ title: words.saved, fail }));
    });
  },
});
