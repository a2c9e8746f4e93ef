import { z } from 'zod';
import { blockBytes, type Deciphered, decipher } from './decipher.ts';
import { UserDataError, type UserDataFault } from './errors.ts';
import { readBase64 } from './read-base64.ts';

const watermarkSchema = z.object({ appid: z.string(), timestamp: z.number() });
const userDataSchema = z.looseObject({ watermark: watermarkSchema });

/** The decrypted data, with WeChat's names. The members depend on the `wx.*` call. */
export type UserData = z.infer<typeof userDataSchema>;

/** Under this key nothing is readable. */
const noKey = Buffer.alloc(blockBytes);

/**
 * Decrypts the `encryptedData` and `iv` of a `wx.*` call and checks the AppID and the time of their watermark. See
 * https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/signature.html
 *
 * The encryption is not authenticated: a sender can alter parts of the data, most easily the first 16 characters through
 * `iv`. Don't use it for anything that a person must not choose freely.
 *
 * A sender who learns which check failed can decrypt recorded data block by block (a padding oracle). So every fault
 * except `malformed-iv` and `malformed-data`, which need no key, is for logs only, and each takes about the same time.
 * @param input.sessionKey the key of the login that was current when the data was encrypted
 * @param input.appId the AppID that the data must be for
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
  const iv = readBase64(input.iv, (bytes) => bytes === blockBytes);
  if (!iv) throw new UserDataError('malformed-iv');
  const data = readBase64(input.encryptedData, (bytes) => bytes > 0 && bytes % blockBytes === 0);
  if (!data) throw new UserDataError('malformed-data');

  const key = readBase64(input.sessionKey, (bytes) => bytes === blockBytes);
  const deciphered = decipher({ key: key ?? noKey, iv, data });
  const checked = userDataSchema.safeParse(deciphered.json);
  const { appid, timestamp } = checked.data?.watermark ?? { appid: '', timestamp: 0 };
  const ageSeconds = Math.abs(input.now / 1000 - timestamp);
  const fault = firstOf({
    'malformed-session-key': !key,
    ...faultsOf(deciphered),
    'no-watermark': !checked.success,
    'foreign-app': appid !== input.appId,
    'stale-watermark': ageSeconds > input.maxAgeSeconds,
  });
  if (fault || !checked.success) throw new UserDataError(fault ?? 'no-watermark');
  return checked.data;
}

/** Returns why the data is not a JSON object, or undefined if it is one. */
function faultsOf(deciphered: Deciphered) {
  const { json, padded, readableBlocks, startsLikeObject } = deciphered;
  const isJson = json !== undefined;
  return {
    'wrong-key': !isJson && readableBlocks < 2,
    'bad-padding': !isJson && !padded,
    'wrong-iv': !isJson && !startsLikeObject,
    'not-json': typeof json !== 'object' || json === null || Array.isArray(json),
  };
}

const firstOf = (found: Readonly<Partial<Record<UserDataFault, boolean>>>) =>
  (Object.keys(found) as UserDataFault[]).find((fault) => found[fault]);
