import type { SessionSummary } from '@weapp-login/shared';
import type { WeappLogin } from '../../app.ts';
import { carryOut, idle, tapped } from '../../carry-out.ts';
import { callHost, toIndex } from '../../host.ts';
import { localTime } from '../../local-time.ts';
import { words as allWords } from './words.ts';

const { session, language } = getApp<WeappLogin>();
const words = allWords[language];

const rowOf = ({ id, device, lastSeenAt, current }: SessionSummary) => ({
  id,
  device: device || words.unknownDevice,
  seen: `${words.lastSeen} ${localTime(lastSeenAt)}`,
  current,
});

/** Whether the person agrees. */
const confirmed = (content: string, confirmText: string) =>
  new Promise<boolean>((resolve) => {
    callHost(
      (fail) =>
        wx.showModal({
          content,
          confirmText,
          cancelText: words.cancel,
          success: ({ confirm }) => resolve(confirm),
          fail,
        }),
      () => resolve(false),
    );
  });

Page({
  data: {
    ...idle,
    words,
    rows: [] as ReturnType<typeof rowOf>[],
    /** Where the list goes on; empty where all of it is shown. */
    nextCursor: '',
    /** The session of this phone was ended elsewhere, and another one has taken its place. */
    replaced: false,
  },

  onLoad() {
    callHost((fail) => wx.setNavigationBarTitle({ title: words.navigationTitle, fail }));
  },

  onShow() {
    if (session.current()) return this.onRetry();
    toIndex();
  },

  onRetry() {
    return tapped(this, async () => {
      await carryOut(this, () => this.list());
      if (!session.current()) toIndex();
    });
  },

  onRevoke(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const { id } = event.currentTarget.dataset;
    return tapped(this, async () => {
      if (!(await confirmed(words.confirmRevoke, words.revoke))) return;
      await carryOut(this, async () => {
        await session.authorized('revokeSession', { parameters: { id } });
        await this.list();
      });
    });
  },

  onRevokeAll() {
    return tapped(this, async () => {
      if (!(await confirmed(words.confirmRevokeAll, words.revoke))) return;
      if (await carryOut(this, session.logoutEverywhere)) toIndex();
    });
  },

  onMore() {
    return tapped(this, () => carryOut(this, () => this.list(this.data.nextCursor)));
  },

  /** Shows the first page of the list, or adds the one that a cursor stands for. */
  async list(cursor = '') {
    const before = session.current();
    const page = await session.authorized('sessions', cursor ? { query: { cursor } } : {});
    const replaced = before?.token !== session.current()?.token;
    const rows = page.sessions.map(rowOf);
    this.setData({
      rows: cursor ? [...this.data.rows, ...rows] : rows,
      nextCursor: page.nextCursor ?? '',
      ...(replaced && { replaced }),
    });
  },
});
