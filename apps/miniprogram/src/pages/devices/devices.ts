import type { SessionSummary } from '@weapp-login/shared';
import { callWx, idle } from 'weapp-login/wx';
import type { WeappLogin } from '../../app.ts';
import { confirmed } from '../../confirmed.ts';
import { localTime } from '../../local-time.ts';
import { toIndex } from '../../to-index.ts';
import { words as allWords } from './words.ts';

const { session, language, tasks } = getApp<WeappLogin>();
const words = allWords[language];

const rowOf = ({ id, device, lastSeenAt, current }: SessionSummary) => ({
  id,
  device: device || words.unknownDevice,
  seen: `${words.lastSeen} ${localTime(lastSeenAt)}`,
  current,
});

const asked = (content: string, confirmText: string) =>
  confirmed({ content, confirmText, cancelText: words.cancel });

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
    callWx((fail) => wx.setNavigationBarTitle({ title: words.navigationTitle, fail }));
  },

  onShow() {
    if (session.current()) return this.onRetry();
    toIndex();
  },

  onRetry() {
    return tasks.once(this, async () => {
      await tasks.run(this, () => this.list());
      if (!session.current()) toIndex();
    });
  },

  onRevoke(event: WechatMiniprogram.TouchEvent<object, object, { id: string }>) {
    const { id } = event.currentTarget.dataset;
    return tasks.once(this, async () => {
      if (!(await asked(words.confirmRevoke, words.revoke))) return;
      await tasks.run(this, async () => {
        await session.call('revokeSession', { path: { id } });
        await this.list();
      });
    });
  },

  onRevokeAll() {
    return tasks.once(this, async () => {
      if (!(await asked(words.confirmRevokeAll, words.revoke))) return;
      if (await tasks.run(this, session.logoutEverywhere)) toIndex();
    });
  },

  onMore() {
    return tasks.once(this, () => tasks.run(this, () => this.list(this.data.nextCursor)));
  },

  /** Shows the first page of the list, or adds the one that a cursor stands for. */
  async list(cursor = '') {
    const before = session.current();
    const page = await session.call('sessions', cursor ? { query: { cursor } } : {});
    const replaced = before?.token !== session.current()?.token;
    const rows = page.sessions.map(rowOf);
    this.setData({
      rows: cursor ? [...this.data.rows, ...rows] : rows,
      nextCursor: page.nextCursor ?? '',
      ...(replaced && { replaced }),
    });
  },
});
