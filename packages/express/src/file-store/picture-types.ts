/** The accepted picture types: file extension and signature. */
interface PictureType {
  extension: string;
  isBegunBy: (bytes: Uint8Array) => boolean;
}

const has = (bytes: Uint8Array, offset: number, expected: string) =>
  Buffer.from(bytes.subarray(offset, offset + expected.length)).toString('latin1') === expected;

const pictureTypes = {
  'image/jpeg': { extension: 'jpg', isBegunBy: (bytes) => has(bytes, 0, '\xff\xd8\xff') },
  'image/png': { extension: 'png', isBegunBy: (bytes) => has(bytes, 0, '\x89PNG\r\n\x1a\n') },
  'image/webp': {
    extension: 'webp',
    isBegunBy: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBPVP8'),
  },
} as const satisfies Record<string, PictureType>;

export type PictureContentType = keyof typeof pictureTypes;

const entries = Object.entries(pictureTypes) as [PictureContentType, PictureType][];

/** Detects the content type of a picture from its bytes; the declared type is not trusted. */
export const contentTypeOfBytes = (bytes: Uint8Array): PictureContentType | undefined =>
  entries.find(([, { isBegunBy }]) => isBegunBy(bytes))?.[0];

/** 16 random bytes, base64url, and a picture's extension: not guessable, and not a path. */
const namePattern = /^[\w-]{22}\.([a-z]+)$/;

/** Returns a new random name for a picture. */
export const createPictureName = (
  contentType: PictureContentType,
  randomBytes: (size: number) => Buffer,
): string => `${randomBytes(16).toString('base64url')}.${pictureTypes[contentType].extension}`;

/** Returns the content type of a picture by its name; undefined if it is not a picture's name. */
export const contentTypeOfName = (name: string): PictureContentType | undefined => {
  const [, extension] = namePattern.exec(name) ?? [];
  return entries.find(([, type]) => type.extension === extension)?.[0];
};
