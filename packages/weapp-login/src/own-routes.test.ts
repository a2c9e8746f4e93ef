import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  type Call,
  defineProblems,
  defineRoutes,
  isCodeOf,
  isProblemCode,
  routes as loginRoutes,
  ProblemError,
  pathOf,
  problems,
  problemsOf,
  type RequestOf,
  type ResponseOf,
  type Routes,
} from './index.ts';

const bodies = {
  orders: { request: z.undefined(), response: z.object({ orders: z.array(z.string()) }) },
  order: { request: z.strictObject({ item: z.string() }), response: z.undefined() },
  receipt: {
    request: z.object({ picture: z.file(), note: z.string() }),
    response: z.undefined(),
  },
};
const parameters = {
  orders: { query: z.strictObject({ since: z.string().optional() }) },
  order: { path: z.object({ shop: z.string(), table: z.string() }) },
};
interface OwnSchemas {
  bodies: typeof bodies;
  parameters: typeof parameters;
}
const ownProblems = defineProblems({ 'sold-out': { status: 409, title: 'Sold out' } });

const routes = {
  ...loginRoutes,
  ...defineRoutes<OwnSchemas, keyof typeof ownProblems>()({
    orders: { method: 'GET', path: '/orders', auth: 'bearer', status: 200, problems: [] },
    order: {
      method: 'PUT',
      path: '/shops/:shop/tables/:table',
      auth: 'none',
      status: 204,
      body: { type: 'json' },
      problems: ['sold-out'],
    },
    receipt: {
      method: 'POST',
      path: '/receipts',
      auth: 'bearer',
      status: 204,
      body: {
        type: 'multipart',
        file: { field: 'picture', maxBytes: 1_000, contentTypes: ['image/png'] },
      },
      problems: [],
      limit: {
        name: 'receipt',
        person: { count: 1, seconds: 1 },
        address: { count: 1, seconds: 1 },
      },
    },
  }),
};

test('own routes stand beside those of the login, with the types of their schemas', () => {
  expect(Object.keys(routes)).toEqual([...Object.keys(loginRoutes), 'orders', 'order', 'receipt']);
  expectTypeOf(routes).toExtend<Routes>();
  expectTypeOf<ResponseOf<(typeof routes)['orders']>>().toEqualTypeOf<{ orders: string[] }>();
  expectTypeOf<RequestOf<(typeof routes)['order']>>().toEqualTypeOf<{ item: string }>();
  expectTypeOf<ResponseOf<(typeof routes)['login']>['token']>().toEqualTypeOf<string>();
});

test('a call needs what its route needs, and has nothing else', () => {
  type Own<Name extends keyof typeof routes> = Call<(typeof routes)[Name], string>;
  expectTypeOf<Record<never, never>>().toExtend<Own<'orders'>>();
  expectTypeOf<{ query: { since: string } }>().toExtend<Own<'orders'>>();
  expectTypeOf<{ query: { until: number } }>().not.toExtend<Own<'orders'>>();
  expectTypeOf<{ body: { item: string } }>().not.toExtend<Own<'order'>>();
  expectTypeOf<{
    body: { item: string };
    path: { shop: string; table: string };
  }>().toExtend<Own<'order'>>();
  expectTypeOf<{ file: string; body: { note: string } }>().toExtend<Own<'receipt'>>();
  expectTypeOf<{ file: string }>().not.toExtend<Own<'receipt'>>();
  expectTypeOf<{ file: string }>().toExtend<Own<'avatar'>>();
  expectTypeOf<{ file: Blob }>().not.toExtend<Own<'avatar'>>();
  expectTypeOf<{ body: { code: string } }>().not.toExtend<Own<'me'>>();
});

test('a path takes each of its parameters', () => {
  expect(pathOf(routes.order, { path: { shop: 'a', table: 'b/c' } })).toBe('/shops/a/tables/b%2Fc');
});

test('rows and schemas belong together', () => {
  const define = defineRoutes<{ bodies: Pick<typeof bodies, 'orders'> }>();
  const orders = {
    method: 'GET',
    path: '/orders',
    auth: 'none',
    status: 200,
    problems: [],
  } as const;
  // @ts-expect-error: a row without a schema
  define({ orders, more: orders });
  // @ts-expect-error: a schema without a row
  define({});
  // @ts-expect-error: a problem that is not defined
  define({ orders: { ...orders, problems: ['sold-out'] } });
});

test('a problem of an app widens the union of codes', () => {
  const all = { ...problems, ...ownProblems };
  expect(isProblemCode('sold-out')).toBe(false);
  expect(isCodeOf(all, 'sold-out')).toBe(true);
  const error = new ProblemError('sold-out', { detail: 'No tea is left.' });
  expectTypeOf(error.code).toEqualTypeOf<'sold-out'>();
  expect(error.message).toBe('sold-out: No tea is left.');
  expect(new ProblemError('sold-out').message).toBe('sold-out');
  expect(problemsOf(routes.order)).toContain('sold-out');
});

test.each([401, 200, 600])('a problem can not have the status %d', (status) => {
  expect(() => defineProblems({ odd: { status, title: 'Odd' } })).toThrow('odd');
});

test('an error of another copy of the package is a ProblemError', () => {
  const other = Object.assign(new Error(), { [Symbol.for('weapp-login.problem')]: true });
  expect(other).toBeInstanceOf(ProblemError);
  expect(new Error()).not.toBeInstanceOf(ProblemError);
  expect({}).not.toBeInstanceOf(ProblemError);
});
