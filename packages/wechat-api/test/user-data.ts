import { createCipheriv, randomBytes } from 'node:crypto';
import { decryptUserData } from '../src/user-data/decrypt.ts';
import { UserDataError, type UserDataFault } from '../src/user-data/errors.ts';

/** The sample that WeChat publishes with its decryption code, at the time of its watermark. */
export const published = {
  appId: 'wx4f4bc4dec97d474b',
  sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==',
  iv: 'r7BXXKkLb8qrSNn05n0qiA==',
  encryptedData: [
    'CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+',
    '3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6',
    '/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs',
    '8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns',
    '/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG',
    '20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==',
  ].join(''),
  now: 1_477_314_187_000,
  maxAgeSeconds: 60,
};

/** JSON with a watermark that {@link published} accepts, where `watermark` doesn't say otherwise. */
export const watermarked = (members: object, watermark: object = {}): string =>
  JSON.stringify({
    ...members,
    watermark: { timestamp: published.now / 1000, appid: published.appId, ...watermark },
  });

/** What a `wx.*` call would hand the mini program. */
export function encrypt(
  text: string,
  sessionKey: string,
  iv?: Buffer,
): { encryptedData: string; iv: string } {
  const length = 16 - (Buffer.byteLength(text) % 16);
  return encryptBlocks(
    Buffer.concat([Buffer.from(text), Buffer.alloc(length, length)]),
    sessionKey,
    iv,
  );
}

/** The same of bytes that fill whole blocks already, whatever padding they end with. */
export function encryptBlocks(bytes: Buffer, sessionKey: string, iv: Buffer = randomBytes(16)) {
  const key = Buffer.from(sessionKey, 'base64');
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(false);
  const encryptedData = Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64');
  return { encryptedData, iv: iv.toString('base64') };
}

/** The fault that decryption ends in, if it does. Anything else that is thrown goes on. */
export function faultOf(input: Parameters<typeof decryptUserData>[0]): UserDataFault | undefined {
  try {
    decryptUserData(input);
    return undefined;
  } catch (error) {
    if (error instanceof UserDataError) return error.fault;
    throw error;
  }
}
