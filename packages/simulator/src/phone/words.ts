import { commonWords, defineWords } from '../text.ts';

export const words = defineWords({
  ...commonWords,
  settings: { zh: '手机设置', en: 'Phone settings' },
  person: { zh: '用户', en: 'User' },
  appId: { zh: 'AppID', en: 'AppID' },
  ownAppId: { zh: '默认（{}）', en: 'Default ({})' },
  place: { zh: '位置', en: 'Location' },
  language: { zh: '语言', en: 'Language' },
  dark: { zh: '深色', en: 'Dark' },
  offline: { zh: '离线', en: 'Offline' },
  conditions: { zh: '异常条件', en: 'Conditions' },
  phoneQuotaUsedUp: { zh: '手机号额度已用完', en: 'Phone number quota used up' },
  storageFull: { zh: '缓存已满', en: 'Storage full' },
  storageBroken: { zh: '缓存不可用', en: 'Storage unavailable' },
  lacksMethods: { zh: '宿主缺少接口', en: 'Host lacks methods' },
  nothingDeclared: { zh: '未声明隐私接口', en: 'Privacy APIs not declared' },
  revokeNumber: { zh: '撤回授权：手机号', en: 'Take back consent: phone number' },
  revokeProfile: { zh: '撤回授权：昵称和头像', en: 'Take back consent: nickname and picture' },
  clearStorage: { zh: '清除缓存', en: 'Clear storage' },
  back: { zh: '返回', en: 'Back' },
  menu: { zh: '菜单', en: 'Menu' },
  open: { zh: '打开', en: 'Open' },
  loading: { zh: '正在读取小程序…', en: 'Loading the mini program…' },
});

/** What happens under a condition. */
export const conditionHints = defineWords({
  phoneQuotaUsedUp: {
    zh: '手机号按钮返回 errno 1400001。',
    en: 'The phone number button fails with errno 1400001.',
  },
  storageFull: { zh: '写入失败，读取正常。', en: 'Writing fails; reading works.' },
  storageBroken: {
    zh: '缓存的所有接口都失败，同步接口抛出异常。',
    en: 'Every storage call fails; the synchronous ones throw.',
  },
  lacksMethods: {
    zh: '与旧版本或其他厂商的宿主一样，没有 wx.getUpdateManager、Promise.prototype.finally 等。小程序会重新启动。',
    en: 'As on an old or third-party host, wx.getUpdateManager, Promise.prototype.finally and others are missing. The mini program restarts.',
  },
  nothingDeclared: {
    zh: '《用户隐私保护指引》未声明接口：头像、手机号和剪贴板接口返回 errno 112。',
    en: 'The privacy guideline (用户隐私保护指引) declares no API: avatar, phone number and clipboard fail with errno 112.',
  },
});
