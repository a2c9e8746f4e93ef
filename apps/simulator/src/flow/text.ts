import { settings } from '../phone/settings.ts';

/** The same in both languages. */
export interface Text {
  zh: string;
  en: string;
}

/** A text in the language of the phone. */
export const say = (text: Text): string => text[settings.value.language === 'zh_CN' ? 'zh' : 'en'];
