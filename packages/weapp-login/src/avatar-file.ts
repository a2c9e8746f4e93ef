import type { RouteFile } from './define-routes.ts';

/** The picture of a person. One of the chooseAvatar button is well below the limit. */
export const avatarFile = {
  field: 'avatar',
  maxBytes: 1024 * 1024,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
} as const satisfies RouteFile;
