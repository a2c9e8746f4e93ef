import type { AppParts } from '@weapp-login/express/process';
import { ownRoutes } from '@weapp-login/shared';
import { bodies } from '@weapp-login/shared/schemas';
import express, { type Express } from 'express';
import { createOrders } from './orders/orders.ts';

/** Returns the whole API: the login's routes, the app's own, their documentation, and a problem for every other address. */
export function createApp({ weapp, store }: AppParts): Express {
  const app = express().disable('x-powered-by').disable('etag').disable('query parser');
  app.use(weapp.router);
  app.use(
    weapp.bind({
      routes: ownRoutes,
      bodies,
      handlers: { orders: createOrders(store) },
      operations: { orders: { tag: 'Orders', summary: 'List your orders' } },
    }),
  );
  app.use(weapp.docs, weapp.notFound);
  app.use(weapp.problems);
  return app;
}
