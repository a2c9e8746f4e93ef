import type { Store } from '../store.ts';
import { createAttempts } from './attempts.ts';
import { createConsentChanges } from './consent-changes.ts';
import { createDeletion } from './delete-user.ts';
import type { Engine } from './engine.ts';
import { createErasures } from './erasures.ts';
import { createExport } from './export-user.ts';
import { checkWritable, sweep } from './maintenance.ts';
import { createMoves } from './moves.ts';
import { createPictures } from './pictures.ts';
import { createProfiles } from './profiles.ts';
import { recordLogin } from './record-login.ts';
import { createSessionKeys } from './session-keys.ts';
import { createSessions } from './sessions.ts';

/** Returns the store over an engine. The SQL is shared; the engines contain the differences between databases. */
export const createSqlStore = (engine: Engine): Store => ({
  recordLogin: (login) => engine.write(recordLogin, login),
  ...createSessions(engine),
  ...createProfiles(engine),
  ...createPictures(engine),
  ...createDeletion(engine),
  ...createMoves(engine),
  ...createErasures(engine),
  ...createExport(engine),
  ...createConsentChanges(engine),
  ...createAttempts(engine),
  ...createSessionKeys(engine),
  sweep: (options) => engine.write(sweep, options),
  check: (now) => engine.write(checkWritable, now),
  close: engine.close,
});
