/** How many requests of one caller a window of so many seconds allows; a count of 0 means no limit. */
export interface Limit {
  readonly count: number;
  readonly seconds: number;
}

/** A rate limit of a route. Routes whose limits have one name share their counters. */
export interface RouteLimit {
  /** As log, metrics and the server's setting LIMITS call it, before `.person` or `.address`. */
  readonly name: string;
  readonly person: Limit;
  readonly address: Limit;
}

const minute = 60;
const day = 24 * 60 * minute;

/**
 * The limits of the login's routes, each for one person and for one address (an IPv6 address counts as its /64).
 * An address is counted before the token is looked up, a person after that and before the body is read, so a request
 * that is refused costs neither a body nor a call to WeChat. The person of a login is known once WeChat has answered.
 * Every request counts, also one that fails or is refused. These are the defaults; the server's setting LIMITS changes
 * them.
 *
 * A whole mobile network may share one address, so those counts are high; the counts of a person do the close work.
 */
export const limits = {
  /** Exchanges of a code of wx.login. */
  login: {
    name: 'login',
    person: { count: 30, seconds: minute },
    address: { count: 600, seconds: minute },
  },
  /** WeChat charges for each phone number. */
  phone: {
    name: 'phone',
    person: { count: 20, seconds: day },
    address: { count: 120, seconds: minute },
  },
  /** Decryptions. */
  userData: {
    name: 'userData',
    person: { count: 60, seconds: minute },
    address: { count: 600, seconds: minute },
  },
  profile: {
    name: 'profile',
    person: { count: 20, seconds: minute },
    address: { count: 300, seconds: minute },
  },
  /** Uploads of up to a megabyte each. */
  avatar: {
    name: 'avatar',
    person: { count: 10, seconds: minute },
    address: { count: 120, seconds: minute },
  },
  /** Lists of sessions. */
  sessions: {
    name: 'sessions',
    person: { count: 60, seconds: minute },
    address: { count: 600, seconds: minute },
  },
  /** Ends of sessions, one or all. */
  logout: {
    name: 'logout',
    person: { count: 60, seconds: minute },
    address: { count: 600, seconds: minute },
  },
} as const satisfies Record<string, RouteLimit>;

export type LimitName = keyof typeof limits;
export type LimitScope = 'person' | 'address';

/** A limit for each name and scope. */
export type Limits = Readonly<Record<LimitName, Readonly<Record<LimitScope, Limit>>>>;
