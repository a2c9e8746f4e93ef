import { loadPeer } from '../peers/load-peer.ts';

/** Seconds. Most requests take a millisecond, one that calls WeChat up to its five-second timeout. */
const requestBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const storeBuckets = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5];

/**
 * Returns all metrics, in a separate registry. Labels have few values each: none is an openid, a token, or
 * anything else a caller chooses. See the help texts and the dashboard in deploy/monitoring.
 * @throws {MissingPeer} where `prom-client` is not installed
 */
export function createMetrics() {
  const { Counter, Gauge, Histogram, Registry } = loadPeer('prom-client');
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requestDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Requests answered, by route pattern and status, and how long they took.',
      labelNames: ['method', 'route', 'status'],
      buckets: requestBuckets,
      registers,
    }),
    logins: new Counter({
      name: 'login_outcomes_total',
      help: 'Codes handed in, by what came of them: problem is none for success; errcode is what WeChat answered.',
      labelNames: ['route', 'problem', 'errcode'],
      registers,
    }),
    refusals: new Counter({
      name: 'limit_refusals_total',
      help: 'Requests refused with 429 by the limits of this server, by limit, such as phone.person.',
      labelNames: ['limit'],
      registers,
    }),
    wechatCallDuration: new Histogram({
      name: 'wechat_call_duration_seconds',
      help: 'Calls to WeChat and how long they took, a second attempt included. outcome is ok, rejected, malformed or why WeChat could not be reached.',
      labelNames: ['app_id', 'endpoint', 'outcome'],
      buckets: requestBuckets,
      registers,
    }),
    wechatBreaker: new Gauge({
      name: 'wechat_breaker_state',
      help: 'The circuit breaker of each endpoint of WeChat: 0 closed, 1 half-open, 2 open.',
      labelNames: ['app_id', 'endpoint'],
      aggregator: 'max',
      registers,
    }),
    storeDuration: new Histogram({
      name: 'store_operation_duration_seconds',
      help: 'Operations of the store that reached the database, and how long they took. outcome is ok, unavailable or failed.',
      labelNames: ['operation', 'outcome'],
      buckets: storeBuckets,
      registers,
    }),
    unionidConflicts: new Counter({
      name: 'unionid_conflicts_total',
      help: 'Logins that found their unionid with another user.',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
