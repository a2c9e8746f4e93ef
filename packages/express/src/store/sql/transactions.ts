import { claimAttempt, failAttempt } from './attempts.ts';
import { applyConsentChange } from './consent-changes.ts';
import { deleteUser } from './delete-user.ts';
import { recordScrub } from './erasures.ts';
import { checkWritable, sweep } from './maintenance.ts';
import {
  announcePicture,
  forgetPictures,
  giveUpPicture,
  removeAvatar,
  replaceAvatar,
  takeUnusedPictures,
} from './pictures.ts';
import { eraseProfile, updateProfile } from './profiles.ts';
import { recordLogin } from './record-login.ts';
import { resealSessionKeys } from './session-keys.ts';
import {
  deleteOldestSessions,
  deleteSession,
  deleteSessionsOf,
  restartSessions,
  touchSession,
} from './sessions.ts';

/**
 * Every transaction that the store writes, by the name under which another thread knows it. Both threads load this
 * table, so a name and its arguments are all that has to travel between them.
 */
export const transactions = {
  recordLogin,
  touchSession,
  deleteSession,
  deleteSessionsOf,
  deleteOldestSessions,
  restartSessions,
  updateProfile,
  eraseProfile,
  announcePicture,
  replaceAvatar,
  removeAvatar,
  deleteUser,
  recordScrub,
  applyConsentChange,
  giveUpPicture,
  takeUnusedPictures,
  forgetPictures,
  claimAttempt,
  failAttempt,
  resealSessionKeys,
  sweep,
  checkWritable,
};
