import { z } from 'zod';
import { decipherJson } from './decipher.ts';
import { UserDataError } from './errors.ts';

const watermarkSchema = z.object({ appid: z.string(), timestamp: z.number() });
const userDataSchema = z.looseObject({ watermark: watermarkSchema });

/** What WeChat encrypted, as it named it: which members there are depends on the `wx.*` call that it comes from. */
export type UserData = z.infer<typeof userDataSchema>;

/**
 * Decrypts what a `wx.*` call gave the mini program as `encryptedData` and `iv`, and checks for which app and when
 * WeChat made it. Follows
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 *
 * The encryption has no signature: whoever sends the data can alter parts of it unseen, most easily the first 16
 * characters by way of `iv`. Nothing that a person must not choose freely should be taken from there.
 * The fault is for the log: to a caller, tell only whether to log in again, as the difference between padding and
 * content would help to guess data that someone else's device sent.
 * @param input.sessionKey the key of the login that was current when the data was encrypted
 * @param input.appId the only AppID that the data may be for
 * @param input.now milliseconds since 1970
 * @param input.maxAgeSeconds how far the watermark may be from now, in either direction
 * @throws {UserDataError} with each of its faults
 */
export function decryptUserData(input: {
  sessionKey: string;
  encryptedData: string;
  iv: string;
  appId: string;
  now: number;
  maxAgeSeconds: number;
}): UserData {
  const json = decipherJson(input);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new UserDataError('not-json');
  const data = userDataSchema.safeParse(json);
  if (!data.success) throw new UserDataError('no-watermark');
  const { appid, timestamp } = data.data.watermark;
  if (appid !== input.appId) throw new UserDataError('foreign-app');
  const ageSeconds = input.now / 1000 - timestamp;
  if (Math.abs(ageSeconds) > input.maxAgeSeconds) throw new UserDataError('stale-watermark');
  return data.data;
}
