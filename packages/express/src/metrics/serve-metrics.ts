import type { Middleware } from '../request/middleware.ts';
import type { Metrics } from './metrics.ts';

/**
 * Answers `GET /metrics`: for Prometheus, and not for the internet. The proxies of deploy/ answer 404 there.
 * @param options.readMetrics returns Prometheus's text format; default: the metrics of this process
 */
export function serveMetrics(options: {
  metrics: Metrics;
  readMetrics?: (() => Promise<string>) | undefined;
}): Middleware {
  const { registry } = options.metrics;
  const { readMetrics = () => registry.metrics() } = options;
  return async (req, res, next) => {
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (!isRead || req.url?.split('?', 1)[0] !== '/metrics') return next();
    const text = await readMetrics().catch(() => undefined);
    if (text === undefined) res.statusCode = 503;
    else res.setHeader('Content-Type', registry.contentType);
    res.end(text);
  };
}
