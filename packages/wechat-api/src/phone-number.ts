import { z } from 'zod';
import { text } from './text.ts';

/** The phone number that a person has bound to WeChat. */
export interface PhoneNumber {
  /** With the country code where it is not from mainland China. */
  phoneNumber: string;
  /** Without the country code. */
  purePhoneNumber: string;
  /** Digits, such as 86. */
  countryCode: string;
}

/** The answer of getPhoneNumber. WeChat documents the country code as text and shows a number. */
export const phoneNumberSchema: z.ZodType<PhoneNumber> = z
  .object({
    phone_info: z.object({
      phoneNumber: text,
      purePhoneNumber: text,
      countryCode: z.union([text, z.number()]).transform(String),
    }),
  })
  .transform(({ phone_info }) => phone_info);
