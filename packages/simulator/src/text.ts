/** The same in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** Gives a text in the language of the phone. */
export type Say = (text: Text) => string;

export const createSay =
  (language: () => 'zh_CN' | 'en'): Say =>
  (text) =>
    text[language() === 'zh_CN' ? 'zh' : 'en'];
