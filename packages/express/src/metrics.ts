// `@weapp-login/express/metrics`: metrics for Prometheus, with prom-client.
export { measureStore } from './metrics/measure.ts';
export { createMetrics, type Metrics } from './metrics/metrics.ts';
export { measureOpenSessions } from './metrics/open-sessions.ts';
export { serveMetrics } from './metrics/serve-metrics.ts';
