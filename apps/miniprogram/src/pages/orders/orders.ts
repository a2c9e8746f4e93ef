import type { Order } from '@weapp-login/shared';
import { callWx, idle } from 'weapp-login/wx';
import type { WeappLogin } from '../../app.ts';
import { localTime } from '../../local-time.ts';
import { toIndex } from '../../to-index.ts';
import { words as allWords } from './words.ts';

const { session, language, tasks } = getApp<WeappLogin>();
const words = allWords[language];

const rowOf = ({ id, title, priceFen, createdAt }: Order) => ({
  id,
  title,
  price: `¥${(priceFen / 100).toFixed(2)}`,
  time: localTime(createdAt),
});

Page({
  data: {
    ...idle,
    words,
    rows: [] as ReturnType<typeof rowOf>[],
    /** Whether the server has been asked, so that an empty list is not shown for one that is on its way. */
    loaded: false,
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
      await tasks.run(this, async () => {
        const { orders } = await session.call('orders', {});
        this.setData({ rows: orders.map(rowOf), loaded: true });
      });
      if (!session.current()) toIndex();
    });
  },
});
