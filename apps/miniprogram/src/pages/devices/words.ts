import { defineWords } from 'weapp-login/wx';

/** What the page says, apart from failures. */
export const words = defineWords({
  zh: {
    navigationTitle: '登录设备',
    lead: '你的账号已在以下设备登录。',
    unknownDevice: '未知设备',
    lastSeen: '上次使用',
    more: '更多设备',
    current: '当前设备',
    revoke: '退出',
    confirmRevoke: '要在这台设备上退出登录吗？',
    revokeAll: '在所有设备上退出',
    confirmRevokeAll: '要在所有设备（包括本机）上退出登录吗？',
    cancel: '取消',
    retry: '重试',
    replaced: '此设备曾被退出登录',
    replacedText: '此设备的登录已在其他设备上结束，刚才已通过微信重新登录。',
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
    confirmRevokeAll: 'Log out on all devices, including this one?',
    cancel: 'Cancel',
    retry: 'Try again',
    replaced: 'This device was logged out',
    replacedText:
      'Its session was ended on another device. You have just been logged in again with WeChat.',
  },
});
