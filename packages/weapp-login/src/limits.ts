/** How many requests of one caller are answered in a window of so many seconds; 0 for any number. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
}

const minute = 60;
const day = 24 * 60 * minute;

/**
 * The limits that the routes count into, each for one person and for one address (an IPv6 address counts as its /64).
 * An address is counted before the token is looked up, a person after that and before the body is read, so a request
 * that is refused costs neither a body nor a call to WeChat. The person of a login is known once WeChat has answered.
 * Every request counts, also one that fails or is refused. These are the defaults; the server's setting LIMITS changes
 * them.
 *
 * Behind one address there may be a whole mobile network, so those counts are high; the counts of a person do the
 * close work.
 */
export const limits = {
  /** Exchanges of a code of wx.login. */
  login: { person: { count: 30, seconds: minute }, address: { count: 600, seconds: minute } },
  /** WeChat charges for each phone number. */
  phone: { person: { count: 20, seconds: day }, address: { count: 120, seconds: minute } },
  /** Decryptions. */
  userData: { person: { count: 60, seconds: minute }, address: { count: 600, seconds: minute } },
  profile: { person: { count: 20, seconds: minute }, address: { count: 300, seconds: minute } },
  /** Uploads of up to a megabyte each. */
  avatar: { person: { count: 10, seconds: minute }, address: { count: 120, seconds: minute } },
  /** Lists of sessions. */
  sessions: { person: { count: 60, seconds: minute }, address: { count: 600, seconds: minute } },
  /** Ends of sessions, one or all. */
  logout: { person: { count: 60, seconds: minute }, address: { count: 600, seconds: minute } },
} as const satisfies Record<string, Record<'person' | 'address', Limit>>;

export type LimitName = keyof typeof limits;
export type LimitScope = 'person' | 'address';

/** A limit for each name and scope. */
export type Limits = Readonly<Record<LimitName, Readonly<Record<LimitScope, Limit>>>>;
