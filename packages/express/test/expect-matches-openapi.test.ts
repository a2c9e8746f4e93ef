import { expect, test } from 'vitest';
import { problems } from 'weapp-login';
import { expectMatchesOpenapi } from './expect-matches-openapi.ts';

const time = '2026-01-01T00:00:00.000Z';
const user = { id: 'u', appId: 'a', openid: 'o', createdAt: time, lastLoginAt: time };
const code = 'session-required';
const problem = { type: `/docs/problems#${code}`, code, ...problems[code] };
const challenge = {
  'content-type': 'application/problem+json; charset=utf-8',
  'www-authenticate': 'Bearer realm="weapp-login"',
};

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'x-request-id': 'id', ...headers },
  });

test.each([
  ['a success', answer(200, { user })],
  ['a problem', answer(401, problem, challenge)],
])('%s that keeps the contract passes', async (_what, response) => {
  await expectMatchesOpenapi('GET', '/me', response);
});

test.each([
  ['a member too many', answer(200, { user: { ...user, sessionKey: 'secret' } })],
  ['a member too few', answer(200, {})],
  ['a time that is none', answer(200, { user: { ...user, createdAt: 'yesterday' } })],
  ['a status that the route does not have', answer(201, { user })],
  ['a problem as plain JSON', answer(401, problem, { 'www-authenticate': 'Bearer' })],
  ['a problem without its header', answer(401, problem, { ...challenge, 'www-authenticate': '' })],
  ['a problem of another route', answer(401, { ...problem, code: 'internal' }, challenge)],
  ['a problem of another status', answer(401, { ...problem, status: 400 }, challenge)],
  ['a problem with its cause', answer(401, { ...problem, cause: 'secret' }, challenge)],
])('%s fails', async (_what, response) => {
  await expect(expectMatchesOpenapi('GET', '/me', response)).rejects.toThrow();
});

test('outside the contract a problem must be well-formed', async () => {
  await expect(
    expectMatchesOpenapi('GET', '/elsewhere', answer(404, problem, challenge)),
  ).rejects.toThrow();
});
