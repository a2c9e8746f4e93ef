import type { Express } from 'express';
import type { Store } from '../store/store.ts';
import { mount } from './mount.ts';

/** `/healthz`: the process answers. `/readyz`: it can also do its work; WeChat's state plays no part in that. */
export function mountHealth(
  app: Express,
  { store, now }: { store: Store; now: () => number },
): void {
  mount(app, '/healthz', {
    GET: [(_req, res) => void res.json({ status: 'ok' })],
  });
  mount(app, '/readyz', {
    GET: [
      async (_req, res) => {
        const works = await store.check(now()).then(
          () => true,
          () => false,
        );
        res.status(works ? 200 : 503).json({ status: works ? 'ok' : 'store-unavailable' });
      },
    ],
  });
}
