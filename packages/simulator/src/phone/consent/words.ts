import { commonWords, defineWords } from '../../text.ts';

/** Texts of WeChat itself. */
export const words = defineWords({
  ...commonWords,
  terms: { zh: '《…用户隐私保护指引》', en: '“… Privacy Terms”' },
  termsText: {
    zh: '开发者在小程序后台填写的指引会显示在这里：收集哪些信息，用来做什么。',
    en: 'What the developer declares in the console of the mini program is shown here: which data it collects, and what for.',
  },
  asks: { zh: '申请', en: 'requests' },
  privacyTitle: { zh: '用户隐私保护提示', en: 'Privacy protection' },
  privacyText: {
    zh: '在使用前，请阅读并同意',
    en: 'Before you go on, please read and agree to',
  },
  agree: { zh: '同意', en: 'Agree' },
  phoneTitle: { zh: '获取并验证你的手机号', en: 'Access and verify your mobile number' },
  bound: { zh: '微信绑定号码', en: 'Bound to WeChat' },
  noPhone: { zh: '这个微信号没有绑定手机号', en: 'No mobile number is bound to this account' },
  refuse: { zh: '拒绝', en: 'Reject' },
  allow: { zh: '允许', en: 'Allow' },
  pictureTitle: { zh: '获取你的头像', en: 'Access your profile photo' },
  ownPicture: { zh: '用微信头像', en: 'Use WeChat profile photo' },
  fromAlbum: { zh: '从相册选择', en: 'Choose from album' },
  album: { zh: '相册', en: 'Album' },
  fromComputer: { zh: '从电脑中选择', en: 'Choose from this computer' },
  useNickname: { zh: '用微信昵称', en: 'Use WeChat name' },
});
