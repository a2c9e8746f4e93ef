import type { Manifest } from '../../mini-program/manifest.ts';
import type { Host } from '../../phone-protocol.ts';
import type { Caller } from '../api-call.ts';
import type { Files } from '../files.ts';
import type { Gesture } from '../gesture.ts';
import type { OpenTypes } from '../open-types/open-types.ts';
import type { Privacy } from '../open-types/privacy.ts';
import type { Pages } from '../pages.ts';
import type { Scopes } from '../scopes.ts';
import type { Unsupported } from '../unsupported.ts';
import type { Listeners } from './listeners.ts';
import type { StandIns } from './stand-ins.ts';

/** What the files of wx have to do with. */
export interface WxContext {
  host: Host;
  manifest: Manifest;
  pages: Pages;
  caller: Caller;
  listeners: Listeners;
  privacy: Privacy;
  files: Files;
  openTypes: OpenTypes;
  scopes: Scopes;
  gesture: Gesture;
  standIns: StandIns;
  unsupported: Unsupported;
  /** How the mini program was started. */
  launch: { path: string; query: Record<string, string>; scene: number };
  now: () => number;
}

export type Api = Record<string, unknown>;
