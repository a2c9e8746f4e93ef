import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { Store } from '../store/store.ts';
import { createReadiness } from './readiness.ts';

/**
 * `/healthz`: liveness, the process answers. `/readyz`: readiness, the store is usable and the server is not about to end;
 * WeChat's state plays no part in that.
 */
export function mountHealth(
  app: Express,
  options: { store: Store; now: () => number; closing: AbortSignal },
): void {
  const { closing } = options;
  const isStoreUsable = createReadiness(options);
  mount(app, '/healthz', {
    GET: [(_req, res) => void res.json({ status: 'ok' })],
  });
  mount(app, '/readyz', {
    GET: [
      async (_req, res) => {
        const usable = closing.aborted || (await isStoreUsable());
        // It may have begun to close while the check ran.
        const status = closing.aborted ? 'closing' : usable ? 'ok' : 'store-unavailable';
        res.status(status === 'ok' ? 200 : 503).json({ status });
      },
    ],
  });
}
