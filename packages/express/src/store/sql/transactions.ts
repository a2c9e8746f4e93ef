import { claimAttempt, failAttempt } from './attempts.ts';
import { applyConsentChange } from './consent-changes.ts';
import { deleteUser } from './delete-user.ts';
import { recordScrub } from './erasures.ts';
import { checkWritable, sweep } from './maintenance.ts';
import { joinUsers, moveAccounts } from './moves.ts';
import { writeOwn } from './own-tables.ts';
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
 * All write transactions of the store, by name. Both threads load this
 * table, so only the name and the arguments are sent between them.
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
  moveAccounts,
  joinUsers,
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
  writeOwn,
};
