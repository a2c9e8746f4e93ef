import { defineWords } from 'weapp-login/wx';

/** What the page says, apart from failures. */
export const words = defineWords({
  zh: {
    navigationTitle: '个人资料',
    privacy: '填写资料之前，请阅读并同意',
    agree: '同意',
    avatar: '头像',
    nickname: '昵称',
    nicknamePlaceholder: '请输入昵称',
    save: '保存',
    phone: '手机号',
    noPhone: '未绑定',
    bindPhone: '绑定',
    changePhone: '更换',
    saved: '已保存',
  },
  en: {
    navigationTitle: 'Profile',
    privacy: 'Before you fill this in, please read and agree to',
    agree: 'Agree',
    avatar: 'Picture',
    nickname: 'Nickname',
    nicknamePlaceholder: 'Enter a nickname',
    save: 'Save',
    phone: 'Phone',
    noPhone: 'None',
    bindPhone: 'Add',
    changePhone: 'Change',
    saved: 'Saved',
  },
});
