import { z } from 'zod';
import { text } from './well-formed-text.ts';

/** The phone number that a person has linked to WeChat. */
export interface PhoneNumber {
  /** With the country code if it is not from mainland China. */
  phoneNumber: string;
  /** Without the country code. */
  purePhoneNumber: string;
  /** Digits, such as 86. */
  countryCode: string;
}

/** The response of getPhoneNumber. WeChat documents the country code as a string; its example has a number. */
export const phoneNumberSchema: z.ZodType<PhoneNumber> = z
  .object({
    phone_info: z.object({
      phoneNumber: text,
      purePhoneNumber: text,
      countryCode: z.union([text, z.number()]).transform(String),
    }),
  })
  .transform(({ phone_info }) => phone_info);
