import { touristCode } from '@weapp-login/fake-wechat';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ProblemCode, problems } from 'weapp-login';
import { holdBodies } from '../../test/hold-bodies.ts';
import { rawRequest } from '../../test/raw-request.ts';
import { appId, bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

let server: TestServer;
let storeFailure: Error | undefined;
beforeAll(async () => {
  const store = openStore({ file: ':memory:' });
  server = await startTestServer({
    store: {
      ...store,
      findSession: (...query) =>
        storeFailure ? Promise.reject(storeFailure) : store.findSession(...query),
    },
  });
});
afterEach(() => {
  storeFailure = undefined;
});
afterEach(() => server.fake.clearFailures());
afterAll(() => server.close());

const send = (body: RequestInit['body'], headers: Record<string, string>) =>
  server.request('POST', '/login', { body: body ?? null, headers });
const json = { 'content-type': 'application/json' };

/** How each problem of the contract comes about here. A code that the contract gains needs its row. */
const provocations: Record<ProblemCode, (server: TestServer) => Promise<Response>> = {
  'invalid-request': ({ post }) => post('/login', {}),
  'unknown-app': ({ post }) => post('/login', { code: 'c', appId: 'wx0000000000000002' }),
  'code-rejected': ({ post }) => post('/login', { code: 'unknown' }),
  'phone-code-rejected': async ({ login, post }) => {
    const { token } = await login('dawei');
    return post('/me/phone', { code: 'unknown' }, bearer(token));
  },
  'session-required': ({ get }) => get('/me'),
  'user-blocked': ({ post, fake }) => {
    fake.fail({ kind: 'errcode', errcode: 40226 });
    return post('/login', { code: 'c' });
  },
  'not-found': ({ get }) => get('/nowhere'),
  'method-not-allowed': ({ get }) => get('/login'),
  'user-data-rejected': async ({ login, post, fake }) => {
    const { token } = await login('dawei');
    const dawei = { personId: 'dawei', appId };
    fake.rotateSessionKey(dawei);
    const { encryptedData, iv } = fake.encryptUserData(dawei);
    return post('/me/user-data', { encryptedData, iv }, bearer(token));
  },
  'body-too-large': ({ post }) => post('/login', { code: 'c'.repeat(16 * 1024) }),
  'unsupported-media-type': () => send('<code/>', { 'content-type': 'text/xml' }),
  'too-many-requests': ({ post, fake }) => {
    fake.fail({ kind: 'errcode', errcode: 45011 });
    return post('/login', { code: 'c' });
  },
  internal: ({ post, fake }) => {
    fake.fail({ kind: 'errcode', errcode: 40125 });
    return post('/login', { code: 'c' });
  },
  'wechat-unavailable': ({ post, fake }) => {
    fake.fail({ kind: 'drop' });
    return post('/login', { code: 'c' });
  },
  overloaded: async ({ url, post }) => {
    const held = await holdBodies(url, 'POST /login', { length: 16 * 1024, count: 1024 });
    let response: Response;
    do response = await post('/login', { code: 'c'.repeat(5_000) });
    while (response.status === 400);
    held.letGo();
    return response;
  },
  'store-unavailable': ({ get }) => {
    storeFailure = new StoreUnavailable('SQLite: database is locked');
    return get('/me', 'a'.repeat(43));
  },
};

test.each(Object.entries(provocations))(
  '%s is answered as the contract has it',
  async (code, provoke) => {
    const response = await provoke(server);
    const problem = await problemOf(response);
    const { status, title } = problems[code as ProblemCode];
    expect(problem).toMatchObject({ type: `/docs/problems#${code}`, code, status, title });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(problem.requestId).toBe(response.headers.get('x-request-id'));
  },
);

describe('a body is invalid-request', () => {
  test.each([
    ['{}', '/code'],
    ['{"code":7}', '/code'],
    ['{"code":""}', '/code'],
    ['{"code":"c","appId":7}', '/appId'],
    ['[]', ''],
    ['"c"', ''],
    ['null', ''],
  ])('with a pointer to what is wrong: %s', async (body, pointer) => {
    const problem = await problemOf(await send(body, json));
    expect(problem.code).toBe('invalid-request');
    expect(problem.errors?.map((part) => part.pointer)).toEqual([pointer]);
    expect(problem.errors?.[0]?.detail).not.toBe('');
  });

  test('with the place and a pointer where it is not the body', async () => {
    const headers = { 'idempotency-key': 'x'.repeat(256) };
    const problem = await problemOf(await server.post('/login', { code: 'c' }, headers));
    expect(problem.errors).toEqual([
      { in: 'header', pointer: '/idempotency-key', detail: 'must have at most 255 characters' },
    ]);
    const { token } = await server.login('dawei');
    for (const id of ['%00', '%F0%9F%8E%90', 'x'.repeat(65)]) {
      const init = { headers: bearer(token) };
      const problem = await problemOf(await server.request('DELETE', `/sessions/${id}`, init));
      expect(problem).toMatchObject({
        code: 'invalid-request',
        errors: [{ in: 'path', pointer: '/id' }],
      });
    }
  });

  test.each([
    ['/login', { code: 'c', appid: 'wx0000000000000002' }, '/appid', 'did you mean appId?'],
    ['/login', { code: 'c', app_id: 'wx0000000000000002' }, '/app_id', 'did you mean appId?'],
    ['/login', { code: 'c', AppID: 'wx0000000000000002' }, '/AppID', 'did you mean appId?'],
    ['/login', { code: 'c', js_code: 'd' }, '/js_code', 'did you mean code?'],
    ['/login', { code: 'c', userInfo: {} }, '/userInfo', 'is not in the contract'],
    ['/openid', { code: 'c', appid: 'wx0000000000000002' }, '/appid', 'did you mean appId?'],
  ])('where it has a member that is not understood: %s %j', async (path, body, pointer, detail) => {
    const before = server.fake.calls();
    const problem = await problemOf(await server.post(path, body));
    expect(problem).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer, detail: expect.stringContaining(detail) }],
    });
    expect(server.fake.calls()).toBe(before);
  });

  test('where a form of the older contract asks for an AppID, or has its code twice', async () => {
    const send = (body: string) =>
      server.request('POST', '/wechatlogin', { body: new URLSearchParams(body) });
    for (const [body, pointer] of [
      ['code=c&appid=wx0000000000000002', '/appid'],
      ['code=c&code=d', '/code'],
    ] as const)
      expect((await problemOf(await send(body))).errors).toMatchObject([{ pointer }]);
    const code = server.codeOf('dawei');
    expect((await send(`code=${code}&from=an+old+release`)).status).toBe(200);
  });

  test('where a query that is read has a parameter that is not understood', async () => {
    const { token } = await server.login('dawei');
    const problem = await problemOf(await server.get('/sessions?curser=x', token));
    expect(problem).toMatchObject({
      code: 'invalid-request',
      errors: [{ in: 'query', pointer: '/curser', detail: expect.stringContaining('cursor?') }],
    });
    expect((await server.get('/me?_=123', token)).status).toBe(200);
  });

  test('with few words, whatever thousands of members it has', async () => {
    const names = Array.from({ length: 1_000 }, (_, n) => [`member${n}`, n]);
    const { errors } = await problemOf(
      await server.post('/login', { code: 'c', ...Object.fromEntries(names), ['x'.repeat(99)]: 1 }),
    );
    expect(errors).toHaveLength(10);
  });

  test('with a pointer to each of several faults', async () => {
    const { errors } = await problemOf(await send('{"code":7,"appId":7}', json));
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/code', '/appId']);
  });

  test.each(['{"code":', '{code:"c"}', 'code=c'])('where it is not JSON: %s', async (body) => {
    const problem = await problemOf(await send(body, json));
    expect(problem).toMatchObject({
      code: 'invalid-request',
      detail: 'The body is not valid JSON.',
    });
  });

  test('where there is none', async () => {
    const problem = await problemOf(await server.request('POST', '/login'));
    expect(problem.code).toBe('invalid-request');
  });

  test('and is never repeated in the answer', async () => {
    const answer = await (await send('{"code":"secret-code', json)).text();
    expect(answer).not.toContain('secret-code');
  });
});

describe('a body is unsupported-media-type', () => {
  const body = JSON.stringify({ code: touristCode });
  test.each([
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['as text', { 'content-type': 'text/plain' }],
    ['with a content type that is none', { 'content-type': 'json' }],
    ['in a character set of its own', { 'content-type': 'application/json; charset=klingon' }],
    ['in one that is not of JSON', { 'content-type': 'application/json; charset=iso-8859-1' }],
    ['compressed', { ...json, 'content-encoding': 'gzip' }],
    ['encoded in an unknown way', { ...json, 'content-encoding': 'rot13' }],
  ])('%s', async (_, headers) => {
    expect((await problemOf(await send(body, headers))).code).toBe('unsupported-media-type');
  });
});

test.each([
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON; charset=UTF-8',
  'application/json; charset=utf8',
  'application/json;charset=UTF8',
  'application/json; charset="utf-8"',
  "application/json; charset='utf8'",
  'application/json; charset=Utf_8',
  'application/json ; Charset = utf8 ;',
  'application/json;',
  'application/json; charset=',
  'application/json; odata=verbose; charset=utf8',
])('a body may come as %s', async (type) => {
  const body = JSON.stringify({ code: touristCode });
  expect((await send(body, { 'content-type': type })).status).toBe(200);
});

test.each([
  'application/x-www-form-urlencoded; charset=utf8',
  'application/x-www-form-urlencoded;charset="UTF8";',
  'Application/X-WWW-Form-Urlencoded; charset=UTF-8',
])('a form may come as %s', async (type) => {
  const response = await server.request('POST', '/wechatlogin', {
    body: `code=${touristCode}`,
    headers: { 'content-type': type },
  });
  expect(response.status).toBe(200);
});

test('a body of 16 KB is read, one byte more is not', async () => {
  const exact = JSON.stringify({ code: touristCode }).padEnd(16 * 1024);
  expect((await send(exact, json)).status).toBe(200);
  expect((await problemOf(await send(`${exact} `, json))).code).toBe('body-too-large');
});

test('a body over the limit is refused too where it does not say its length', async () => {
  const chunks = new ReadableStream({
    start(controller) {
      for (let n = 0; n < 20; n += 1)
        controller.enqueue(new TextEncoder().encode(' '.repeat(1024)));
      controller.close();
    },
  });
  const streamed: RequestInit & { duplex: 'half' } = {
    body: chunks,
    headers: json,
    duplex: 'half',
  };
  const response = await server.request('POST', '/login', streamed);
  expect((await problemOf(response)).code).toBe('body-too-large');
});

describe('an address', () => {
  test.each([
    ['GET', '/login', 'OPTIONS, POST'],
    ['PUT', '/login', 'OPTIONS, POST'],
    ['POST', '/me', 'OPTIONS, GET, HEAD, DELETE'],
    ['DELETE', '/docs', 'OPTIONS, GET, HEAD'],
  ])('refuses %s %s, and names the methods that it has', async (method, path, allow) => {
    const response = await server.request(method, path);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  test('tells its methods on OPTIONS', async () => {
    const response = await server.request('OPTIONS', '/me');
    expect([response.status, response.headers.get('allow')]).toEqual([
      204,
      'OPTIONS, GET, HEAD, DELETE',
    ]);
  });

  test('that answers GET answers HEAD alike, without a body', async () => {
    const [get, head] = [await server.get('/docs'), await server.request('HEAD', '/docs')];
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect(await head.text()).toBe('');
    expect((await server.request('HEAD', '/me')).status).toBe(401);
  });

  test.each(['/', '/nowhere', '/login/extra', '/%', '/%E0%A4%A', '//login', '/__proto__'])(
    'that is none is not-found: %s',
    async (path) => {
      const answer = await rawRequest(
        server.url,
        `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 404 /);
      expect(answer).toContain('"code":"not-found"');
    },
  );

  // Proxies keep some addresses from the internet by their spelling.
  test.each(
    [
      '/login',
      '/me',
      '/sessions',
      '/wechatlogin',
      '/openid',
      '/metrics',
      '/healthz',
      '/readyz',
      '/docs',
      '/openapi.json',
    ].flatMap((path) => {
      const [, first = '', rest = ''] = /^\/(.)(.*)$/.exec(path) ?? [];
      const encoded = `%${first.charCodeAt(0).toString(16)}`;
      return [
        path.toUpperCase(),
        `/${first.toUpperCase()}${rest}`,
        `${path}/`,
        `/${path}`,
        `${path}//`,
        `/${encoded}${rest}`,
        `${path};x`,
        `${path}%2f`,
        `${path}%00`,
        `/.${path}`,
        `/me/..${path}`,
        `/me/%2e%2e${path}`,
        `/me%2f..${path}`,
        `\\${path.slice(1)}`,
        `http://x${path}/`,
        `http://x/%2e${path}`,
      ];
    }),
  )('has one spelling, and %s is none', async (target) => {
    for (const method of ['GET', 'POST']) {
      const answer = await rawRequest(
        server.url,
        `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    }
  });

  test('is found whatever the query', async () => {
    expect((await server.get('/docs?a[b]=c&__proto__[x]=y')).status).toBe(200);
  });
});

describe('the request id', () => {
  const idOf = async (sent?: string) =>
    (
      await server.request('GET', '/docs', sent ? { headers: { 'x-request-id': sent } } : {})
    ).headers.get('x-request-id');

  test('is that of the proxy before us, and is in the log', async () => {
    const id = '0b1f6f6e-5f5b-4c55-a6b3-3c6d9d3f1c7e';
    expect(await idOf(id)).toBe(id);
    expect(server.logLines().at(-1)).toMatchObject({ requestId: id });
  });

  test.each([undefined, 'short', 'with a space', 'x'.repeat(65), '"quoted"'])(
    'is a new one each time instead of %s',
    async (sent) => {
      const ids = [await idOf(sent), await idOf(sent)];
      expect(ids[0]).toMatch(/^[\w-]{16}$/);
      expect(ids[1]).not.toBe(ids[0]);
    },
  );
});

test('no header says what the server is made of, and no answer has an ETag', async () => {
  const { headers } = await server.get('/healthz');
  expect([headers.get('x-powered-by'), headers.get('etag')]).toEqual([null, null]);
});

test('/healthz and /readyz say that all is well', async () => {
  for (const path of ['/healthz', '/readyz'])
    expect(await (await server.get(path)).json()).toEqual({ status: 'ok' });
});

test('every problem has its heading on /docs/problems, where its type leads', async () => {
  const response = await server.get('/docs/problems');
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const page = await response.text();
  for (const [code, { title, status }] of Object.entries(problems))
    expect(page).toContain(`<h2 id="${code}">${code}</h2>\n<p>${status}. ${title}.</p>`);
});

test('a request target that begins with two slashes is a path, and not-found', async () => {
  const answer = await rawRequest(
    server.url,
    'GET //?a@b`c[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1\.1 404 [\s\S]*X-Request-Id: [\s\S]*"code":"not-found"/i);
});
