import type { Row } from './compare.ts';
import type { Results } from './report.ts';

export interface Judgement {
  name: string;
  target: string;
  measured: string;
  met: boolean;
}

type Measure = (results: Results) => number | undefined;

interface Budget {
  name: string;
  /** `atLeast` a ratio, or `atMost` one. */
  limit: { atLeast: number } | { atMost: number };
  unit: '×' | 'ms' | 'µs' | 'MB' | 'KB';
  measure: Measure;
}

const ours = 'weapp-login';

/** Ratio of a value between two contenders. */
const ratio =
  (
    section: 'me' | 'login' | 'sessions',
    variant: string,
    value: keyof Row & ('requestsPerSecond' | 'cpuMicros' | 'p99'),
    other: string,
    own = ours,
  ): Measure =>
  (results) => {
    const rows = results[section]?.rows?.filter((row) => row.variant === variant);
    const of = (name: string) => rows?.find(({ contender }) => contender.startsWith(name))?.[value];
    const [one, two] = [of(own), of(other)];
    return one !== undefined && two !== undefined ? one / two : undefined;
  };

const cell =
  (
    section: 'start' | 'miniprogram' | 'phone' | 'dev' | 'parts',
    row: string,
    column: number,
  ): Measure =>
  (results) => {
    const found = results[section]?.table?.rows.find(([name]) => name === row)?.[column];
    return found === undefined ? undefined : Number(found);
  };

/** The row of a contender whose name begins so. */
const rowOf = (
  results: Results,
  section: 'me' | 'sessions',
  name: string,
  variant = at64,
): Row | undefined =>
  results[section]?.rows?.find((row) => row.contender.startsWith(name) && row.variant === variant);

/** A value of our own login, with the key that the phone sends. */
function own(results: Results, variant: string, value: (row: Row) => number): number | undefined {
  const row = results.login?.rows?.find(
    ({ contender, variant: found }) => contender.startsWith(ours) && found === variant,
  );
  return row && value(row);
}

const at64 = '64 at a time';

/** Ratio of the cost of a request between two numbers of sessions. */
const costOf = (own: string, other: string) => ratio('sessions', at64, 'cpuMicros', other, own);
const over = (upstream: string) => `${upstream}, ${at64}`;

/** The performance budgets; ratios within one run, except for the last rows. */
const budgets: Budget[] = [
  {
    name: 'GET /me: requests, over bare Express',
    limit: { atLeast: 4 },
    unit: '×',
    measure: ratio('me', at64, 'requestsPerSecond', 'Express'),
  },
  {
    name: 'GET /me: requests, over bare node:http',
    limit: { atLeast: 0.6 },
    unit: '×',
    measure: ratio('me', at64, 'requestsPerSecond', 'node:http'),
  },
  {
    name: 'GET /me: requests in a stock Express, over bare Express',
    limit: { atLeast: 0.7 },
    unit: '×',
    measure: ratio('me', at64, 'requestsPerSecond', 'Express', 'stock Express'),
  },
  {
    name: 'GET /me: requests, over better-auth',
    limit: { atLeast: 15 },
    unit: '×',
    measure: ratio('me', at64, 'requestsPerSecond', 'better-auth'),
  },
  {
    name: 'GET /me: requests, over express-session with Redis',
    limit: { atLeast: 5 },
    unit: '×',
    measure: ratio('me', at64, 'requestsPerSecond', 'express-session, Redis'),
  },
  {
    name: 'GET /me: requests at 512 at a time, over those at 64',
    limit: { atLeast: 0.85 },
    unit: '×',
    measure: (results) => {
      const many = rowOf(results, 'me', ours, '512 at a time')?.requestsPerSecond;
      const few = rowOf(results, 'me', ours)?.requestsPerSecond;
      return many && few && many / few;
    },
  },
  {
    name: 'POST /login, HTTPS, 30 ms: logins, over Go',
    limit: { atLeast: 1.1 },
    unit: '×',
    measure: ratio('login', over('HTTPS, 30 ms'), 'requestsPerSecond', 'Go'),
  },
  {
    name: 'POST /login, HTTPS, 30 ms: logins, over Express and axios',
    limit: { atLeast: 1.2 },
    unit: '×',
    measure: ratio('login', over('HTTPS, 30 ms'), 'requestsPerSecond', 'Express and axios'),
  },
  {
    name: 'POST /login, HTTPS, 30 ms: p99, over Go',
    limit: { atMost: 0.5 },
    unit: '×',
    measure: ratio('login', over('HTTPS, 30 ms'), 'p99', 'Go'),
  },
  {
    name: 'POST /login, HTTPS, 30 ms, 512 at a time: logins, over Go',
    limit: { atLeast: 1.5 },
    unit: '×',
    measure: ratio('login', 'HTTPS, 30 ms, 512 at a time', 'requestsPerSecond', 'Go'),
  },
  {
    name: 'POST /login, HTTP, 0 ms: CPU, over Go',
    limit: { atMost: 1.6 },
    unit: '×',
    measure: ratio('login', over('HTTP, 0 ms'), 'cpuMicros', 'Go'),
  },
  {
    name: 'POST /login, HTTP, 30 ms, 1 at a time: CPU',
    limit: { atMost: 1.2 },
    unit: 'ms',
    measure: (results) =>
      own(results, 'HTTP, 30 ms, 1 at a time', ({ cpuMicros }) => cpuMicros / 1000),
  },
  {
    name: 'POST /login, HTTP, 30 ms, 1 at a time: p50',
    limit: { atMost: 34 },
    unit: 'ms',
    measure: (results) => own(results, 'HTTP, 30 ms, 1 at a time', ({ p50 }) => p50),
  },
  {
    name: 'POST /login, HTTP, 30 ms, 64 at a time: p50',
    limit: { atMost: 40 },
    unit: 'ms',
    measure: (results) => own(results, over('HTTP, 30 ms'), ({ p50 }) => p50),
  },
  {
    name: 'GET /me: CPU, a search among a million sessions over one among a hundred thousand',
    limit: { atMost: 1.33 },
    unit: '×',
    measure: costOf(
      'SQLite, 1,000,000 sessions, random users',
      'SQLite, 100,000 sessions, random users',
    ),
  },
  {
    name: 'GET /me: CPU, a search among a million sessions over one remembered of a thousand',
    limit: { atMost: 1.33 },
    unit: '×',
    measure: costOf(
      'SQLite, 1,000,000 sessions, random users',
      'SQLite, 1,000 sessions, a thousand',
    ),
  },
  {
    name: 'GET /me: CPU, the same thousand people among a million sessions over among a thousand',
    limit: { atMost: 1.33 },
    unit: '×',
    measure: costOf('SQLite, 1,000,000 sessions, a thousand', 'SQLite, 1,000 sessions, a thousand'),
  },
  {
    name: 'GET /me: CPU on PostgreSQL, a search among a million sessions over one among a thousand',
    limit: { atMost: 1.33 },
    unit: '×',
    measure: costOf('PostgreSQL, 1,000,000 sessions', 'PostgreSQL, 1,000 sessions'),
  },
  {
    name: 'GET /me: CPU on PostgreSQL, a search among a million sessions',
    limit: { atMost: 80 },
    unit: 'µs',
    measure: (results) => rowOf(results, 'sessions', 'PostgreSQL, 1,000,000 sessions')?.cpuMicros,
  },
  {
    name: 'Memory with a million sessions',
    limit: { atMost: 200 },
    unit: 'MB',
    measure: (results) =>
      rowOf(results, 'sessions', 'SQLite, 1,000,000 sessions, random users')?.memoryMb,
  },
  {
    name: 'The log line of a request',
    limit: { atMost: 15 },
    unit: 'µs',
    measure: (results) => {
      const logged = rowOf(results, 'me', ours)?.cpuMicros;
      const silent = rowOf(results, 'me', `${ours}, no log line`)?.cpuMicros;
      return logged && silent && logged - silent;
    },
  },
  {
    name: 'The metrics of a request',
    limit: { atMost: 5 },
    unit: 'µs',
    measure: cell('parts', 'metrics', 1),
  },
  {
    name: 'The security headers of a response',
    limit: { atMost: 5 },
    unit: 'µs',
    measure: cell('parts', 'security headers', 1),
  },
  {
    name: 'A limit of a request',
    limit: { atMost: 10 },
    unit: 'µs',
    measure: cell('parts', 'a limit', 1),
  },
  {
    name: 'Start to first answer',
    limit: { atMost: 500 },
    unit: 'ms',
    measure: cell('start', ours, 1),
  },
  {
    name: 'From the tap to the openid, on the phone in the browser',
    limit: { atMost: 200 },
    unit: 'ms',
    measure: cell('phone', 'from the tap to the openid, ms', 1),
  },
  {
    name: 'From the edit of a page to the new screen, in pnpm dev',
    limit: { atMost: 300 },
    unit: 'ms',
    measure: cell('dev', 'from the edit of a page to the new screen, ms', 1),
  },
  {
    name: 'The mini program, all files',
    limit: { atMost: 40 },
    unit: 'KB',
    measure: (results) => {
      const bytes = cell('miniprogram', 'all', 1)(results);
      return bytes && bytes / 1024;
    },
  },
];

/** Returns every budget that was measured. */
export const judge = (results: Results): Judgement[] =>
  budgets.flatMap(({ name, limit, unit, measure }) => {
    const value = measure(results);
    if (value === undefined) return [];
    const [bound, met] =
      'atLeast' in limit
        ? [`≥ ${limit.atLeast}`, value >= limit.atLeast]
        : [`≤ ${limit.atMost}`, value <= limit.atMost];
    const measured = value.toLocaleString('en', { maximumSignificantDigits: 3 });
    return [{ name, target: `${bound} ${unit}`, measured: `${measured} ${unit}`, met }];
  });
