import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  isProblemCode,
  ProblemError,
  pathOf,
  problems,
  problemsOf,
  problemType,
  type Route,
  type RouteName,
  routes,
} from './index.ts';
import { bodies, loginRequestSchema, problemSchema } from './schemas.ts';

const everyRoute: [string, Route][] = Object.entries(routes);

test('every route has bodies, and every body has a route', () => {
  expect(Object.keys(bodies).sort()).toEqual(Object.keys(routes).sort());
});

test('no two routes share a method and a path', () => {
  const addresses = everyRoute.map(([, route]) => `${route.method} ${route.path}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('only a route that needs a session answers session-required, and each of those does', () => {
  for (const [, route] of everyRoute)
    expect(problemsOf(route).includes('session-required')).toBe(route.auth === 'bearer');
});

test('a route names no problem twice, and none that follows from the rest of its row', () => {
  for (const [name, route] of everyRoute)
    expect(new Set(problemsOf(route)).size, name).toBe(problemsOf(route).length);
});

test('a route has a medium exactly where its request schema has a body', () => {
  for (const [name, route] of everyRoute) {
    const { request } = bodies[name as RouteName];
    expect(route.body === undefined, name).toBe(request instanceof z.ZodUndefined);
  }
});

test('the field of a file is a member of the request schema', () => {
  const { body } = routes.avatar;
  expect(Object.keys(bodies.avatar.request.shape)).toEqual([body.file.field]);
});

test('a query is written after the path, without what is undefined', () => {
  const query = { cursor: 'b c&', d: undefined };
  expect(pathOf(routes.sessions, { query })).toBe('/sessions?cursor=b%20c%26');
});

test('a path takes its parameters, whatever characters they have', () => {
  expect(pathOf(routes.revokeSession, { path: { id: 'a/b?$&' } })).toBe('/sessions/a%2Fb%3F%24%26');
  expect(pathOf(routes.sessions, {})).toBe('/sessions');
});

test('401 stands for session-required alone, so that a new login can never loop', () => {
  const unauthorized = Object.entries(problems).filter(([, { status }]) => status === 401);
  expect(unauthorized.map(([code]) => code)).toEqual(['session-required']);
});

test('a problem of every code passes the schema', () => {
  for (const code of Object.keys(problems).filter(isProblemCode))
    expect(problemSchema.parse({ type: problemType(code), code, ...problems[code] }).code).toBe(
      code,
    );
});

test.each(['toString', '', 'login', 40029, null])('%j is not a problem code', (value) => {
  expect(isProblemCode(value)).toBe(false);
});

test('a problem error says its code and what happened', () => {
  const error = new ProblemError('code-rejected', { detail: 'The code has expired.' });
  expect(error.message).toBe('code-rejected: The code has expired.');
  expect(new ProblemError('internal').message).toBe('internal');
});

test('a member that is not understood is refused, because it could decide whose login it is', () => {
  expect(loginRequestSchema.safeParse({ code: 'c', appid: 'wx' }).success).toBe(false);
});

test('a mini program may send the whole detail of an event', () => {
  const sent = {
    code: 'c',
    errMsg: 'getPhoneNumber:ok',
    encryptedData: 'e',
    iv: 'i',
    cloudID: '1',
  };
  expect(bodies.phone.request.safeParse(sent).success).toBe(true);
});

test.each([{}, { code: '' }, { code: 7 }, { code: 'c'.repeat(513) }, { code: 'c', appId: '' }])(
  '%j is not a login request',
  (body) => {
    expect(loginRequestSchema.safeParse(body).success).toBe(false);
  },
);
