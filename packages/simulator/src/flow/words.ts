import { commonWords, defineWords, type Text } from '../text.ts';
import type { Break, Lane } from './messages.ts';
import type { Badge } from './rows.ts';

export const words = defineWords({
  ...commonWords,
  messages: { zh: '消息', en: 'Messages' },
  beside: { zh: '消息、故障演示与微信', en: 'Message, scenarios and WeChat' },
  message: { zh: '消息', en: 'Message' },
  scenarios: { zh: '故障演示', en: 'Scenarios' },
  scenariosHint: {
    zh: '点一下，用真实的服务器重现一种常见故障。',
    en: 'Replay a common failure against the real server.',
  },
  notPlayable: {
    zh: '这些演示要点击 apps/miniprogram 的登录按钮，手机上的小程序不是由它构建的。',
    en: 'The scenarios tap the login button of apps/miniprogram; the program on the phone was not built from it.',
  },
  playing: { zh: '演示中…', en: 'Playing…' },
  seen: { zh: '现象', en: 'What you see' },
  trouble: { zh: '故障', en: 'Problem' },
  wechat: { zh: '微信', en: 'WeChat' },
  wechatHint: {
    zh: '决定模拟的微信如何响应你的服务器。',
    en: 'Choose how the fake WeChat responds to your server.',
  },
  wechatAnswers: { zh: '微信的响应', en: 'WeChat responds' },
  normally: { zh: '正常', en: 'normally' },
  once: { zh: '仅一次', en: 'once' },
  slow: { zh: '延迟 {} 秒', en: 'after {} s' },
  hang: { zh: '不响应（超时）', en: 'never (timeout)' },
  drop: { zh: '断开连接', en: 'by dropping the connection' },
  html: { zh: '返回网关的 HTML 页面', en: "with a gateway's HTML page" },
  status: { zh: '返回 502，无内容', en: 'with 502 and no body' },
  expireCode: { zh: '让下一个 code 过期', en: 'Expire the next code' },
  rotate: { zh: '更换 session_key', en: 'Rotate the session_key' },
  revoke: { zh: '在另一部手机上全部退出', en: 'Log out everywhere from another phone' },
  restartServer: { zh: '重启服务器', en: 'Restart the server' },
  clear: { zh: '清空', en: 'Clear' },
  saveJson: { zh: '导出 JSON', en: 'Save JSON' },
  saveSvg: { zh: '导出 SVG', en: 'Save SVG' },
  open: { zh: '打开…', en: 'Open…' },
  backToLive: { zh: '返回实时', en: 'Back to live' },
  notARun: { zh: '该文件不是导出的流程', en: 'This file is not a saved run' },
  empty: { zh: '还没有消息', en: 'No messages yet' },
  emptyHint: {
    zh: '点击手机上的登录按钮，或演示一种故障。改用微信开发者工具时，这里显示你的服务器与微信之间的消息。',
    en: 'Tap the login button on the phone, or play a scenario. If you use WeChat DevTools instead, the messages between your server and WeChat appear here.',
  },
  choose: { zh: '选择一条消息查看详情。', en: 'Select a message to see its contents.' },
  request: { zh: '请求', en: 'Request' },
  response: { zh: '响应', en: 'Response' },
  timeline: { zh: '耗时', en: 'Timing' },
  waiting: { zh: '等待中', en: 'pending' },
  inDocs: { zh: '微信文档', en: 'WeChat docs' },
  masked: {
    zh: '密钥、token 和 code 已脱敏，只保留开头几个字符和长度。',
    en: 'Secrets, tokens and codes are masked: first characters and length only.',
  },
  failed: { zh: '失败', en: 'failed' },
  notSent: { zh: '未发送，域名未转发', en: 'not sent, host not forwarded' },
  noTarget: {
    zh: '当前页面没有 {}，无法点击',
    en: 'The current page has no {} to tap',
  },
  noSession: {
    zh: '该小程序没有 session.call',
    en: 'The mini program has no session.call',
  },
  noPage: { zh: '小程序没有显示任何页面', en: 'The mini program did not show a page' },
  endless: { zh: '消息持续不断，演示已停止', en: 'Messages never stopped' },
  noServer: {
    zh: '未配置转发地址，请加 --forward',
    en: 'Nothing to forward to; set --forward',
  },
});

export const lanes: Record<Lane, Text> = {
  other: { zh: '另一部手机', en: 'Other phone' },
  app: { zh: '小程序', en: 'Mini program' },
  server: { zh: '你的服务器', en: 'Your server' },
  wechat: { zh: '微信', en: 'WeChat' },
};

/** Where there is little room. */
export const shortLanes: typeof lanes = {
  ...lanes,
  other: { zh: '另一部', en: 'Other' },
  app: { zh: '小程序', en: 'Program' },
  server: { zh: '服务器', en: 'Server' },
};

export const breaks: Record<Break, Text> = {
  timeout: { zh: '超时', en: 'timeout' },
  unreachable: { zh: '无法连接', en: 'unreachable' },
  aborted: { zh: '已取消', en: 'aborted' },
  'no-answer': { zh: '无响应', en: 'no response' },
};

/** What a badge says. */
export function badgeText(badge: Badge): Text {
  if (badge.kind === 'retry') return { zh: '重试', en: 'retry' };
  return badge.requests === 1
    ? { zh: '重新登录', en: 're-login' }
    : {
        zh: `${badge.requests} 个请求共用一次登录`,
        en: `one login for ${badge.requests} requests`,
      };
}
