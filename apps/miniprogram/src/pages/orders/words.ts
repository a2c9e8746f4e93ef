import { defineWords } from 'weapp-login/wx';

/** What the page says, apart from failures. */
export const words = defineWords({
  zh: {
    navigationTitle: '我的订单',
    empty: '还没有订单',
    emptyText: '你的订单会显示在这里。',
    retry: '重试',
  },
  en: {
    navigationTitle: 'Orders',
    empty: 'No orders yet',
    emptyText: 'Your orders will appear here.',
    retry: 'Try again',
  },
});
