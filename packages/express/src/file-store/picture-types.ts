/** What a picture may be: how its file is called, and how its bytes begin. */
interface PictureType {
  extension: string;
  isBegunBy: (bytes: Uint8Array) => boolean;
}

const has = (bytes: Uint8Array, offset: number, expected: string) =>
  Buffer.from(bytes.subarray(offset, offset + expected.length)).toString('latin1') === expected;

export const pictureTypes = {
  'image/jpeg': { extension: 'jpg', isBegunBy: (bytes) => has(bytes, 0, '\xff\xd8\xff') },
  'image/png': { extension: 'png', isBegunBy: (bytes) => has(bytes, 0, '\x89PNG\r\n\x1a\n') },
  'image/webp': {
    extension: 'webp',
    isBegunBy: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBPVP8'),
  },
} as const satisfies Record<string, PictureType>;

export type PictureContentType = keyof typeof pictureTypes;

const entries = Object.entries(pictureTypes) as [PictureContentType, PictureType][];

/** The content type of a picture as its bytes tell it; what the sender calls it proves nothing. */
export const contentTypeOfBytes = (bytes: Uint8Array): PictureContentType | undefined =>
  entries.find(([, { isBegunBy }]) => isBegunBy(bytes))?.[0];

/** 16 random bytes, base64url, and the extension of a picture: what nobody can guess, and no path. */
const namePattern = /^[\w-]{22}\.([a-z]+)$/;

/** A new name for a picture. */
export const createPictureName = (
  contentType: PictureContentType,
  randomBytes: (size: number) => Buffer,
): string => `${randomBytes(16).toString('base64url')}.${pictureTypes[contentType].extension}`;

/** The content type of a picture by its name; undefined for what is no name of a picture. */
export const contentTypeOfName = (name: string): PictureContentType | undefined => {
  const [, extension] = namePattern.exec(name) ?? [];
  return entries.find(([, type]) => type.extension === extension)?.[0];
};
