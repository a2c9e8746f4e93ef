import type { Express } from 'express';
import { mount } from '../http/mount.ts';
import type { Store } from '../store/store.ts';
import { createReadiness } from './readiness.ts';

/**
 * Mounts `/healthz` (liveness) and `/readyz` (readiness: the store is usable and the server is not shutting down;
 * WeChat's state is not considered).
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
        // The server may have started to close during the check.
        const status = closing.aborted ? 'closing' : usable ? 'ok' : 'store-unavailable';
        res.status(status === 'ok' ? 200 : 503).json({ status });
      },
    ],
  });
}
