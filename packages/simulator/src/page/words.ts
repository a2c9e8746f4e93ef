import { commonWords, defineWords } from '../text.ts';

export const words = defineWords({
  ...commonWords,
  folder: { zh: '小程序', en: 'Mini program' },
  requests: { zh: '请求转发', en: 'Requests' },
  noForward: { zh: '未配置', en: 'not forwarded' },
  developer: { zh: '开发者视图', en: 'Developer view' },
  views: { zh: '视图', en: 'View' },
  settings: { zh: '设置', en: 'Settings' },
  problems: { zh: '小程序的问题', en: 'Problems of the mini program' },
  errors: { zh: '小程序抛出的错误', en: 'Errors in the mini program' },
  unsupported: { zh: '模拟器尚不支持', en: 'Not supported by the simulator' },
  errorsShort: { zh: '错误', en: 'Errors' },
  unsupportedShort: { zh: '不支持', en: 'Unsupported' },
  unforwarded: { zh: '请求未发送', en: 'Requests not sent' },
  unforwardedHint: {
    zh: '{} 没有转发。可在此处转发，或用以下命令启动：',
    en: '{} is not forwarded. Forward it here, or start the simulator with',
  },
  forwardTo: { zh: '转发到', en: 'Forward to' },
  itself: { zh: '{}（原地址）', en: '{} (as requested)' },
  forward: { zh: '转发', en: 'Forward' },
  dismiss: { zh: '忽略', en: 'Dismiss' },
});
