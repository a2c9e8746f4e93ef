import type { Faults, sabotages } from './control.ts';

/** Something that happens to the server after so many responses other than 503; a fault lasts so many milliseconds. */
export type Event = { after: number } & (
  | { faults: Faults; lasts: number }
  | { signal: 'SIGKILL' | 'SIGTERM' }
);

export interface Scenario {
  name: string;
  /** How many responses other than 503 it takes. */
  answers: number;
  people: number;
  syncDelayUs: number;
  events: readonly Event[];
  sabotage?: keyof typeof sabotages;
}

const calm = { answers: 500, people: 16, syncDelayUs: 6_000, events: [] };

/** The same fault a few times, with a restart before the last. */
const again = (faults: Faults, lasts: number): Event[] => [
  { after: 80, faults, lasts },
  { after: 200, faults, lasts },
  { after: 320, signal: 'SIGKILL' },
  { after: 400, faults, lasts },
];

export const scenarios: readonly Scenario[] = [
  { ...calm, name: 'slow syncs' },
  // Long enough for a repeated login to come in the middle of each.
  { ...calm, name: 'very slow syncs', syncDelayUs: 40_000, answers: 300 },
  { ...calm, name: 'quick syncs', syncDelayUs: 0, people: 32 },
  {
    ...calm,
    name: 'restarts',
    events: [50, 150, 250, 400].map((after, n) => ({
      after,
      signal: n % 2 ? ('SIGTERM' as const) : ('SIGKILL' as const),
    })),
  },
  { ...calm, name: 'a sync fails', events: again({ failSyncs: 1 }, 50) },
  { ...calm, name: 'many syncs fail', events: again({ failSyncs: 40 }, 1_500) },
  { ...calm, name: 'reads fail', events: again({ failReads: 20 }, 300) },
  { ...calm, name: 'the disk is full', events: again({ noSpace: 1 }, 300) },
  { ...calm, name: 'the disk is read-only', events: again({ readOnly: 1 }, 300) },
  { ...calm, name: 'short writes', events: again({ shortWrites: 1 }, 300) },
  { ...calm, name: 'short writes, then a full disk', events: again({ shortWrites: 2 }, 300) },
];

const brief = { ...calm, answers: 120 };

/** Each must be detected. */
export const sabotaged: readonly Scenario[] = [
  { ...brief, name: 'no sync', sabotage: 'no sync does anything' },
  { ...brief, name: 'no folder sync', sabotage: 'syncs of folders do nothing' },
  {
    ...brief,
    name: 'failed syncs',
    sabotage: 'a failed sync passes for a good one',
    events: [30, 70].map((after) => ({ after, faults: { failSyncs: 3 }, lasts: 50 })),
  },
  { ...brief, name: 'early answers', sabotage: 'a sync returns before it is done' },
];
