/** The same in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** Gives a text in the language of the phone; `{}` in it stands for the value. */
export type Say = (text: Text, value?: string) => string;

export const createSay =
  (language: () => 'zh_CN' | 'en'): Say =>
  (text, value = '{}') =>
    text[language() === 'zh_CN' ? 'zh' : 'en'].replace('{}', () => value);

/** The texts of a part of the page. A text that lacks a language does not compile. */
export function defineWords<Name extends string>(
  words: Record<Name, Text>,
): Readonly<Record<Name, Text>> {
  return words;
}

/** Buttons and names that several parts have. */
export const commonWords = defineWords({
  product: { zh: 'weapp-login 模拟器', en: 'weapp-login simulator' },
  phone: { zh: '手机', en: 'Phone' },
  flow: { zh: '登录流程', en: 'Login flow' },
  restart: { zh: '重新启动', en: 'Restart' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  done: { zh: '完成', en: 'Done' },
});
