import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { Metrics } from './metrics.ts';

/**
 * `/metrics`: for Prometheus, and for nobody on the internet. The proxies of deploy/ answer 404 there.
 * @param options.readMetrics what is shown, in Prometheus's text format; by default the metrics of this process
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
