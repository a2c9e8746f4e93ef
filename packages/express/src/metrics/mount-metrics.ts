import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { Metrics } from './metrics.ts';

/**
 * Mounts `/metrics` for Prometheus. It is internal: the proxies of deploy/ return 404 for it.
 * @param options.readMetrics returns Prometheus's text format; default: the metrics of this process
 */
export function mountMetrics(
  app: Express,
  options: { metrics: Metrics; readMetrics?: () => Promise<string> },
): void {
  const { registry } = options.metrics;
  const { readMetrics = () => registry.metrics() } = options;
  mount(app, '/metrics', {
    GET: [async (_req, res) => void res.type(registry.contentType).send(await readMetrics())],
  });
}
