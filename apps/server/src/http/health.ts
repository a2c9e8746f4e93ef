import type { Express } from 'express';
import type { Store } from '../store/store.ts';
import { mount } from './mount.ts';

/**
 * `/healthz`: the process answers. `/readyz`: it can also do its work, and is not about to end; WeChat's state plays no
 * part in that.
 */
export function mountHealth(
  app: Express,
  { store, now, closing }: { store: Store; now: () => number; closing: AbortSignal },
): void {
  mount(app, '/healthz', {
    GET: [(_req, res) => void res.json({ status: 'ok' })],
  });
  mount(app, '/readyz', {
    GET: [
      async (_req, res) => {
        const status = closing.aborted
          ? 'closing'
          : await store.check(now()).then(
              () => 'ok',
              () => 'store-unavailable',
            );
        res.status(status === 'ok' ? 200 : 503).json({ status });
      },
    ],
  });
}
