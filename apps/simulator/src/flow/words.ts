import type { Break, Lane } from './messages.ts';
import type { Badge } from './rows.ts';
import type { Text } from './text.ts';

export const words = {
  inspector: { zh: '登录流程', en: 'Login flow' },
  messages: { zh: '消息', en: 'Messages' },
  scenarios: { zh: '故障演示', en: 'Scenarios' },
  play: { zh: '播放', en: 'Play' },
  playing: { zh: '正在播放…', en: 'Playing…' },
  seen: { zh: '看到了什么', en: 'What is seen' },
  trouble: { zh: '故障', en: 'The trouble' },
  controls: { zh: '控制', en: 'Controls' },
  wechat: { zh: '微信的回答', en: 'WeChat answers' },
  normally: { zh: '正常', en: 'normally' },
  once: { zh: '仅一次', en: 'once' },
  slow: { zh: '延迟 {} 秒', en: '{} s late' },
  hang: { zh: '一直不回答', en: 'never' },
  drop: { zh: '断开连接（微信不可用）', en: 'not at all: WeChat is down' },
  html: { zh: '网关的 HTML 页面', en: "with a gateway's HTML" },
  status: { zh: '502，没有内容', en: '502, no body' },
  expireCode: { zh: '让下一个 code 过期', en: 'Expire the next code' },
  rotate: { zh: '更换 session_key', en: 'Rotate session_key' },
  revoke: { zh: '在另一部手机上全部退出', en: 'Log out everywhere, on another phone' },
  restartServer: { zh: '重启服务器', en: 'Restart the server' },
  done: { zh: '完成', en: 'Done' },
  clear: { zh: '清空', en: 'Clear' },
  saveJson: { zh: '导出 JSON', en: 'Save JSON' },
  saveSvg: { zh: '导出 SVG', en: 'Save SVG' },
  open: { zh: '打开…', en: 'Open…' },
  backToLive: { zh: '回到实时', en: 'Back to live' },
  notARun: { zh: '这个文件不是导出的流程', en: 'This file is no saved run' },
  empty: { zh: '还没有消息', en: 'No messages yet' },
  emptyHint: {
    zh: '在手机上点登录，或播放一个故障演示。用微信开发者工具代替这部手机时，这里会显示你的服务器与微信之间的消息。',
    en: 'Tap the button on the phone, or play a scenario. With WeChat DevTools as the phone, the messages between your server and WeChat appear here.',
  },
  choose: { zh: '选择一条消息，查看它的内容。', en: 'Select a message to see what is in it.' },
  close: { zh: '关闭', en: 'Close' },
  request: { zh: '请求', en: 'Request' },
  response: { zh: '回答', en: 'Response' },
  timeline: { zh: '时间', en: 'Time line' },
  waiting: { zh: '等待中', en: 'waiting' },
  inDocs: { zh: '微信文档', en: "In WeChat's docs" },
  masked: {
    zh: '密钥、token 和 code 只显示开头几个字符和长度。',
    en: 'Of secrets, tokens and codes only the first characters and the length are shown.',
  },
  phone: { zh: '手机', en: 'Phone' },
  failed: { zh: '失败', en: 'failed' },
  noTarget: {
    zh: '这个小程序里没有可以点的 {}：这个演示是为 apps/miniprogram 写的',
    en: 'This mini program has no {} to tap: the scenario is made for apps/miniprogram',
  },
  noSession: {
    zh: '这个小程序没有 session.authorized：这个演示是为 apps/miniprogram 写的',
    en: 'This mini program has no session.authorized: the scenario is made for apps/miniprogram',
  },
  noPage: { zh: '小程序没有显示页面', en: 'The mini program shows no page' },
  endless: { zh: '消息一直没有停下来', en: 'Messages go on and on' },
  noServer: { zh: '没有转发到任何服务器', en: 'No server is forwarded to' },
} satisfies Record<string, Text>;

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
  unreachable: { zh: '连不上', en: 'unreachable' },
  aborted: { zh: '已取消', en: 'aborted' },
  'no-answer': { zh: '没有回答', en: 'no answer' },
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
