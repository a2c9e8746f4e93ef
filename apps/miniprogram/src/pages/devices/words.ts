import type { Language } from '../../language.ts';

interface Words {
  navigationTitle: string;
  lead: string;
  unknownDevice: string;
  lastSeen: string;
  more: string;
  current: string;
  revoke: string;
  confirmRevoke: string;
  revokeAll: string;
  confirmRevokeAll: string;
  cancel: string;
  retry: string;
  replaced: string;
  replacedText: string;
}

/** What the page says, apart from failures. */
export const words: Readonly<Record<Language, Words>> = {
  zh: {
    navigationTitle: '登录设备',
    lead: '您的账号在这些设备上登录着。',
    unknownDevice: '未知设备',
    lastSeen: '最近使用',
    more: '更多设备',
    current: '当前设备',
    revoke: '退出',
    confirmRevoke: '要在这台设备上退出登录吗？',
    revokeAll: '在所有设备上退出',
    confirmRevokeAll: '要在所有设备上退出登录吗？包括这一台。',
    cancel: '取消',
    retry: '再试一次',
    replaced: '这台设备被退出过',
    replacedText: '有人在别的设备上退出了这台设备的登录，刚才已经用微信重新登录。',
  },
  en: {
    navigationTitle: 'Devices',
    lead: 'You are logged in on these devices.',
    unknownDevice: 'Unknown device',
    lastSeen: 'Last used',
    more: 'More devices',
    current: 'This device',
    revoke: 'Log out',
    confirmRevoke: 'Log out on that device?',
    revokeAll: 'Log out everywhere',
    confirmRevokeAll: 'Log out on all devices, this one too?',
    cancel: 'Cancel',
    retry: 'Try again',
    replaced: 'This device had been logged out',
    replacedText: 'Its login was ended on another device. WeChat has just logged you in again.',
  },
};
