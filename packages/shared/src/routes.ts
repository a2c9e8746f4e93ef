import { defineRoutes, routes as loginRoutes } from 'weapp-login';
import type * as schemas from './schemas.ts';

const perMinute = (count: number) => ({ count, seconds: 60 });

/** The app's own routes. Each has its bodies in schemas.ts and its handler in apps/server. */
export const ownRoutes = defineRoutes<typeof schemas>()({
  /** Lists what the person has ordered. */
  orders: {
    method: 'GET',
    path: '/orders',
    auth: 'bearer',
    status: 200,
    problems: [],
    limit: { name: 'orders', person: perMinute(60), address: perMinute(600) },
  },
});

/** Every route that the mini program calls. */
export const routes = { ...loginRoutes, ...ownRoutes };
