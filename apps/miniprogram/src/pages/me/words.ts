import type { Language } from 'weapp-login/wx';

interface Words {
  navigationTitle: string;
  privacy: string;
  agree: string;
  avatar: string;
  nickname: string;
  nicknamePlaceholder: string;
  save: string;
  phone: string;
  noPhone: string;
  bindPhone: string;
  changePhone: string;
  saved: string;
}

/** What the page says, apart from failures. */
export const words: Readonly<Record<Language, Words>> = {
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
};
