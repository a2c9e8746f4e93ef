import type { FakeApp } from './apps.ts';
import type { Codes } from './codes.ts';
import type { FakePerson } from './people.ts';
import type { SessionKeys } from './session-keys.ts';

/** Everything the platform knows. Endpoints read and change it; nothing else is kept between requests. */
export interface World {
  apps: readonly FakeApp[];
  people: readonly FakePerson[];
  codes: Codes;
  sessionKeys: SessionKeys;
  /** Milliseconds since 1970. */
  now: () => number;
}
