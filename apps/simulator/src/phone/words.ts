import { settings } from './settings.ts';

const texts = {
  person: { zh: '用户', en: 'Person' },
  ownAppId: { zh: '小程序自己的', en: 'its own' },
  language: { zh: '语言', en: 'Language' },
  dark: { zh: '深色', en: 'Dark' },
  offline: { zh: '离线', en: 'Offline' },
  phoneQuota: { zh: '手机号额度用完', en: 'No phone quota' },
  clearStorage: { zh: '清除缓存', en: 'Clear storage' },
  reload: { zh: '重新启动', en: 'Restart' },
  back: { zh: '返回', en: 'Back' },
  menu: { zh: '菜单', en: 'Menu' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  faults: { zh: '小程序出错', en: 'The mini program failed' },
  dismiss: { zh: '忽略', en: 'Dismiss' },
  open: { zh: '打开', en: 'Open' },
  phone: { zh: '手机', en: 'Phone' },
  flow: { zh: '登录流程', en: 'Login flow' },
  views: { zh: '看什么', en: 'What to look at' },
  switches: { zh: '手机的开关', en: 'Switches of the phone' },
};

/** A text in the language of the phone. */
export const word = (name: keyof typeof texts): string =>
  texts[name][settings.value.language === 'zh_CN' ? 'zh' : 'en'];
