import { commonWords, defineWords } from '../text.ts';

export const words = defineWords({
  ...commonWords,
  title: { zh: '开发者视图', en: 'Developer view' },
  waiting: { zh: '等待手机页面…', en: 'Waiting for the phone…' },
  waitingHint: {
    zh: '请在另一个标签页中打开手机页面。',
    en: 'Open the page with the phone in another tab.',
  },
  openPhone: { zh: '打开手机', en: 'Open the phone' },
  tree: { zh: 'WXML', en: 'WXML' },
  data: { zh: '页面数据', en: 'Page data' },
  storage: { zh: '本地存储', en: 'Storage' },
  console: { zh: '控制台', en: 'Console' },
  noPage: { zh: '没有打开的页面', en: 'No page is open' },
  empty: { zh: '空', en: 'Empty' },
  quiet: { zh: '控制台没有输出', en: 'Nothing was logged' },
  hidden: { zh: '密钥、token 和 code 已脱敏', en: 'Secrets, tokens and codes are masked' },
  stream: { zh: 'JSON 数据流', en: 'Stream as JSON' },
});
