import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { Metrics } from './metrics.ts';

/** `/metrics`: for Prometheus, and for nobody on the internet. The proxies of deploy/ answer 404 there. */
export function mountMetrics(app: Express, { metrics: { registry } }: { metrics: Metrics }): void {
  mount(app, '/metrics', {
    GET: [async (_req, res) => void res.type(registry.contentType).send(await registry.metrics())],
  });
}
