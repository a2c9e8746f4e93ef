import { defineWords } from 'weapp-login/wx';

/** What the page says, apart from failures. */
export const words = defineWords({
  zh: {
    navigationTitle: '微信登录',
    welcome: '欢迎',
    lead: '轻点一下，用微信登录。',
    login: '微信登录',
    retry: '重试',
    dismiss: '知道了',
    loggedIn: '已登录',
    loggedInLead: '轻点 ID 即可复制。',
    loggedInAt: '登录时间',
    firstLoginAt: '首次登录',
    copy: '复制',
    me: '个人资料',
    orders: '我的订单',
    devices: '登录设备',
    logout: '退出登录',
  },
  en: {
    navigationTitle: 'WeChat login',
    welcome: 'Welcome',
    lead: 'One tap logs you in with WeChat.',
    login: 'Log in with WeChat',
    retry: 'Try again',
    dismiss: 'OK',
    loggedIn: 'You are logged in',
    loggedInLead: 'Tap an ID to copy it.',
    loggedInAt: 'Logged in',
    firstLoginAt: 'First login',
    copy: 'Copy',
    me: 'Profile',
    orders: 'Orders',
    devices: 'Devices',
    logout: 'Log out',
  },
});
