import { afterAll, beforeAll, expect, test } from 'vitest';
import { meResponseSchema } from 'weapp-login/schemas';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer();
  ({ token } = await server.login('xiaoming'));
});
afterAll(() => server.close());

const put = (body: unknown) =>
  server.request('PUT', '/me/profile', {
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...bearer(token) },
  });
const userOf = async (response: Response) => meResponseSchema.parse(await response.json()).user;

test('a nickname is answered with the user, and lasts', async () => {
  const user = await userOf(await put({ nickname: ' 小明🎐 ' }));
  expect(user.nickname).toBe('小明🎐');
  expect(await userOf(await server.get('/me', token))).toEqual(user);
  expect((await server.login('xiaoming')).user.nickname).toBe('小明🎐');
});

test('a user without one has no such member', async () => {
  expect((await server.login('dawei')).user).not.toHaveProperty('nickname');
});

test.each([[''], ['   ']])('an empty one is deleted: %j', async (nickname) => {
  await put({ nickname: '小明' });
  expect(await userOf(await put({ nickname }))).not.toHaveProperty('nickname');
  expect(await userOf(await server.get('/me', token))).not.toHaveProperty('nickname');
});

test.each([['\u200b\u3164'], ['名'.repeat(33)], [7]])('is refused: %j', async (nickname) => {
  const problem = await problemOf(await put({ nickname }));
  expect(problem.code).toBe('invalid-request');
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/nickname']);
});
