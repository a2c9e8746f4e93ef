import { expect, expectTypeOf, test } from 'vitest';
import { routes as loginRoutes, type ResponseOf } from 'weapp-login';
import { type Order, ownRoutes, routes } from './index.ts';
import { bodies } from './schemas.ts';

test('the contract is the login and the own routes, none of which takes the place of another', () => {
  const names = [...Object.keys(loginRoutes), ...Object.keys(ownRoutes)];
  expect(Object.keys(routes).sort()).toEqual(names.sort());
  const addresses = Object.values(routes).map(({ method, path }) => `${method} ${path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('every own route has bodies, and every body a route', () => {
  expect(Object.keys(bodies).sort()).toEqual(Object.keys(ownRoutes).sort());
});

test('the types of the schemas are those of the routes', () => {
  expectTypeOf<ResponseOf<(typeof routes)['orders']>>().toEqualTypeOf<{ orders: Order[] }>();
});
