import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawRequest } from '../../test/raw-request.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

test.each([
  ['a success', 'GET', '/healthz', 200],
  ['a problem', 'GET', '/me', 401],
  ['an unknown address', 'GET', '/nowhere', 404],
  ['another method', 'PATCH', '/login', 405],
  ['the options of an address', 'OPTIONS', '/login', 204],
])(
  '%s tells a browser to load nothing, frame nothing, guess nothing, keep nothing',
  async (_, method, path, status) => {
    const { headers, ...response } = await server.request(method, path).then((answer) => ({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
    }));
    expect(response.status).toBe(status);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  },
);

test('a response that Node sends itself has them, and the server keeps running', async () => {
  const answer = await rawRequest(
    server.url,
    'GET /me HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 417 [\s\S]*\r\nX-Frame-Options: DENY\r\n/);
  expect((await server.get('/healthz')).status).toBe(200);
});

test('nothing tells what the server is made of', async () => {
  const { headers } = await server.get('/healthz');
  expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
});

test('no other site may read an answer: no request makes a CORS header', async () => {
  const origin = 'https://elsewhere.example';
  const asked = await server.request('OPTIONS', '/me', {
    headers: { origin, 'access-control-request-method': 'GET' },
  });
  const answered = await server.request('GET', '/healthz', { headers: { origin } });
  for (const { headers } of [asked, answered])
    expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
});
