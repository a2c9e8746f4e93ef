/** The maximum of requests per caller in a window of `seconds`. A count of 0 means no limit. */
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

const perMinute = (count: number): Limit => ({ count, seconds: 60 });
const perDay = (count: number): Limit => ({ count, seconds: 86_400 });

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
    person: perMinute(30),
    address: perMinute(600),
  },
  /**
   * WeChat charges 0.03 or 0.04 yuan for each phone number: 0.40 a day for one person at most. Someone needs one number;
   * ten leave room for failures and corrections.
   */
  phone: {
    name: 'phone',
    person: perDay(10),
    address: perMinute(120),
  },
  /** Deletions of a person. */
  leaving: {
    name: 'leaving',
    person: perDay(5),
    address: perMinute(60),
  },
  export: {
    name: 'export',
    person: perDay(20),
    address: perMinute(60),
  },
  /** Decryptions. */
  userData: {
    name: 'userData',
    person: perMinute(60),
    address: perMinute(600),
  },
  profile: {
    name: 'profile',
    person: perMinute(20),
    address: perMinute(300),
  },
  /** Uploads of up to a megabyte each. */
  avatar: {
    name: 'avatar',
    person: perMinute(10),
    address: perMinute(120),
  },
  /** Lists of sessions. */
  sessions: {
    name: 'sessions',
    person: perMinute(60),
    address: perMinute(600),
  },
  /** Ends of sessions, one or all. */
  logout: {
    name: 'logout',
    person: perMinute(60),
    address: perMinute(600),
  },
} as const satisfies Record<string, RouteLimit>;

export type LimitName = keyof typeof limits;
export type LimitScope = 'person' | 'address';

/** A limit for each name and scope. */
export type Limits = Readonly<Record<LimitName, Readonly<Record<LimitScope, Limit>>>>;
