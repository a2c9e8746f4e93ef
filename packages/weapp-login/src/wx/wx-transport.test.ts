import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { html, json, person, problem, sessionOf, silence, startApi } from '../../test/api.ts';
import { createPhone } from '../../test/phone.ts';
import { createSend, type OwnContract } from '../client/send.ts';
import { type ProblemCode, ProblemError, problems, routes } from '../index.ts';
import type { Caller } from '../route-call.ts';
import { createWxTransport } from './wx-transport.ts';

let api: Awaited<ReturnType<typeof startApi>>;
let host: ReturnType<typeof createPhone>;

beforeEach(async () => {
  api = await startApi();
  host = createPhone();
});
afterEach(() => api.close());

/** Calls of the routes, typed as for a client that holds the token itself. */
const requestTo = (baseUrl: string | undefined) =>
  createSend({
    routes,
    transport: createWxTransport({ wx: host.wx, baseUrl }),
  }) as Caller<typeof routes, string>;

const me = (baseUrl: string | undefined = api.baseUrl) =>
  requestTo(baseUrl)('me', { token: 'token-1' });

test('a request carries its body, token and key to the address of its route', async () => {
  const request = requestTo(api.baseUrl);
  const { token } = await request('login', {
    body: { code: 'code-1' },
    header: { 'idempotency-key': 'key-1' },
  });
  await expect(request('me', { token })).resolves.toEqual({ user: person });
  await expect(request('logout', { token })).resolves.toBeUndefined();
  expect(api.received).toEqual([
    {
      route: 'POST /login',
      body: { code: 'code-1' },
      token: undefined,
      idempotencyKey: 'key-1',
    },
    { route: 'GET /me', body: undefined, token, idempotencyKey: undefined },
    { route: 'POST /logout', body: undefined, token, idempotencyKey: undefined },
  ]);
});

test('a parameter is put into the path of its route', async () => {
  const request = requestTo(api.baseUrl);
  api.tokens.add('token-1');
  await request('revokeSession', { path: { id: 'a/b' }, token: 'token-1' });
  expect(api.received[0]?.route).toBe('DELETE /sessions/a%2Fb');
});

describe('a file', () => {
  const upload = (filePath = 'http://tmp/a.png') =>
    requestTo(api.baseUrl)('avatar', { file: filePath, token: 'token-1' });

  beforeEach(() => {
    api.tokens.add('token-1');
    host.phone.files.set('http://tmp/a.png', new File(['pixels'], 'a.png', { type: 'image/png' }));
  });

  test('is uploaded in the field of its route, with the token', async () => {
    expect((await upload()).user.avatarUrl).toBe('/avatars/a.png');
    expect(api.received).toMatchObject([{ route: 'POST /me/avatar', token: 'token-1' }]);
    await expect(api.received[0]?.body?.avatar?.text()).resolves.toBe('pixels');
  });

  test.each([
    ['a problem', problem('body-too-large'), 'body-too-large'],
    ['a page of a gateway', html(413), 'body-too-large'],
    ['a firewall', html(403), 'intercepted'],
    ['a gateway that is alone', html(502), 'server-unavailable'],
    ['the log-in page of a network', html(200), 'bad-answer'],
  ])('may meet %s', async (_, reply, code) => {
    api.script = () => reply;
    await expect(upload()).rejects.toMatchObject({ code });
  });

  test('that is not there does not arrive', async () => {
    await expect(upload('http://tmp/gone.png')).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('may meet a server that does not answer', async () => {
    host.phone.patience = 30;
    api.script = () => silence;
    await expect(upload()).rejects.toMatchObject({ code: 'timeout' });
  });
});

test.each(Object.keys(problems) as ProblemCode[])(
  'the problem %s arrives as itself',
  async (code) => {
    api.script = () => problem(code);
    const error = await me().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({ code, details: { requestId: 'request-1' } });
  },
);

test.each(['Retry-After', 'retry-after'])('the seconds of %s are kept', async (name) => {
  api.script = () => problem('too-many-requests', { [name]: '7' });
  await expect(me()).rejects.toMatchObject({ details: { retryAfter: 7 } });
});

test('a problem without Retry-After has no seconds', async () => {
  api.script = () => problem('too-many-requests');
  await expect(me()).rejects.not.toHaveProperty('details.retryAfter');
});

test.each([
  ['a page of a gateway', html(502), 'server-unavailable', 502],
  [
    'a problem that only a newer server knows',
    json(503, { code: 'moon-phase' }),
    'server-unavailable',
    503,
  ],
  ['a problem that only a newer server knows', json(409, { code: 'tide' }), 'bad-answer', 409],
  ['a redirect to a captive portal', html(302), 'bad-answer', 302],
  ['a captive portal that says so', html(511), 'bad-answer', 511],
  ['a firewall', html(403), 'intercepted', 403],
  ['a page that is not there', html(404), 'intercepted', 404],
  ['a 401 that is not a problem', json(401, { error: 'no' }), 'intercepted', 401],
  ['null instead of a problem', json(400, null), 'intercepted', 400],
  ['a gateway without a server', html(503), 'server-unavailable', 503],
  ['a gateway that waited too long', html(504), 'server-unavailable', 504],
])('%s is distinguished from a problem', async (_, reply, code, status) => {
  api.script = () => reply;
  await expect(me()).rejects.toMatchObject({ name: 'ClientFailure', code, details: { status } });
});

const later = (now = Date.now()) => new Date(now + 60_000).toUTCString();

test.each([
  ['413', html(413), { name: 'ProblemError', code: 'body-too-large' }],
  ['429', html(429), { name: 'ProblemError', code: 'too-many-requests' }],
  ['429 with a wait', html(429, { 'Retry-After': '7' }), { details: { retryAfter: 7 } }],
  ['429 with a wait of none', html(429, { 'Retry-After': '0' }), { details: { retryAfter: 1 } }],
  ['503 with a wait', html(503, { 'retry-after': '9' }), { details: { retryAfter: 9 } }],
])('the %s of a gateway is reported as such', async (_, reply, expected) => {
  api.script = () => reply;
  await expect(me()).rejects.toMatchObject(expected);
});

test('Retry-After may be a date', async () => {
  api.script = () => html(429, { 'Retry-After': later() });
  const failure = await me().catch((error: ProblemError) => error);
  expect((failure as ProblemError).details.retryAfter).toBeGreaterThan(50);
  api.script = () => html(429, { 'Retry-After': 'soon' });
  await expect(me()).rejects.not.toHaveProperty('details.retryAfter');
});

test('a date counts from the date of the answer, not from the clock of the phone', async () => {
  const now = Date.UTC(2031, 4, 1);
  const headers = { Date: new Date(now).toUTCString(), 'Retry-After': later(now) };
  api.script = () => html(429, headers);
  await expect(me()).rejects.toMatchObject({ details: { retryAfter: 60 } });
  api.script = () => html(429, { Date: 'unknown', 'Retry-After': later(now) });
  await expect(me()).rejects.not.toHaveProperty('details.retryAfter');
});

test.each(['request', 'uploadFile'] as const)(
  '%s times out when the host never calls back',
  async (name) => {
    host.phone.faults[name] = 'silent';
    vi.useFakeTimers();
    try {
      const request = requestTo(api.baseUrl);
      const token = 'token-1';
      const failure = (
        name === 'request' ? request('me', { token }) : request('avatar', { file: 'a', token })
      ).catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(62_000);
      expect(await failure).toMatchObject({ code: 'timeout' });
    } finally {
      vi.useRealTimers();
    }
  },
);

test.each(['missing', 'throws', 'fails'] as const)(
  'a wx.request that is %s is a failure that says so',
  async (fault) => {
    host.phone.faults.request = fault;
    await expect(me()).rejects.toMatchObject({
      name: 'ClientFailure',
      code: 'unreachable',
      details: { errMsg: expect.stringMatching(/request/) },
    });
  },
);

test('the places that an invalid request is about arrive', async () => {
  const errors = [{ pointer: '/nickname', detail: 'must not be empty' }];
  api.script = () =>
    json(400, { code: 'invalid-request', errors: [...errors, { pointer: 5 }, null] });
  await expect(me()).rejects.toMatchObject({ code: 'invalid-request', details: { errors } });
});

test.each([
  ['the log-in page of a network', html(200)],
  ['JSON of something else', json(200, { ok: true })],
  ['a user without an openid', json(200, { user: { ...person, openid: undefined } })],
  ['a unionid that is not text', json(200, { user: { ...person, unionid: 1 } })],
  ['a nickname that is not text', json(200, { user: { ...person, nickname: null } })],
])('%s is not taken for an answer', async (_, reply) => {
  api.script = () => reply;
  await expect(me()).rejects.toMatchObject({ code: 'bad-answer' });
});

test.each([
  ['no list', {}],
  ['a session without an id', { sessions: [{ ...sessionOf('token-1', true), id: undefined }] }],
  ['a device that is not text', { sessions: [{ ...sessionOf('token-1', true), device: 1 }] }],
  ['nothing about which is current', { sessions: [{ ...sessionOf('token-1', true), current: 0 }] }],
])('%s is not taken for the list of sessions', async (_, answer) => {
  api.script = () => json(200, answer);
  const request = requestTo(api.baseUrl);
  await expect(request('sessions', { token: 'token-1' })).rejects.toMatchObject({
    code: 'bad-answer',
  });
});

test('a login without a token is not taken for a login', async () => {
  api.script = () => json(200, { expiresAt: '2025-03-01T00:00:00.000Z', user: person });
  const request = requestTo(api.baseUrl);
  await expect(request('login', { body: { code: 'code-1' } })).rejects.toMatchObject({
    code: 'bad-answer',
  });
});

test('a server that does not listen is unreachable', async () => {
  const { baseUrl } = api;
  await api.close();
  await expect(me(baseUrl)).rejects.toMatchObject({ code: 'unreachable' });
});

test('a server that does not answer is given up', async () => {
  host.phone.patience = 30;
  api.script = () => silence;
  await expect(me()).rejects.toMatchObject({ code: 'timeout', details: { errno: 5 } });
});

test('a base URL that is none is a matter of configuration', async () => {
  await expect(me('not a url')).rejects.toMatchObject({ code: 'not-configured' });
});

test('without a base URL nothing is sent', async () => {
  host.wx.request = () => expect.unreachable();
  const request = requestTo(undefined);
  await expect(request('me', { token: 'token-1' })).rejects.toMatchObject({
    code: 'not-configured',
  });
});

test.each([
  [5, 'timeout'],
  [112, 'undeclared-api'],
  [1003, 'rate-limited'],
  [101102, 'privacy'],
  [600000, 'unreachable'],
  [600001, 'unreachable'],
  [600002, 'domain-not-listed'],
  [600003, 'interrupted'],
  [600007, 'rate-limited'],
  [600009, 'not-configured'],
  [987654, 'unreachable'],
  [undefined, 'unreachable'],
])('errno %s of wx.request means %s', async (errno, code) => {
  host.phone.requestFailures = [errno];
  await expect(me()).rejects.toMatchObject({ code, details: { errno } });
});

test('a form is sent as a form', async () => {
  const sent: { header?: Record<string, string>; data?: unknown }[] = [];
  const transport = createWxTransport({
    wx: {
      request(option) {
        sent.push(option);
        option.success?.({ statusCode: 200, data: '"openid"' });
      },
      uploadFile: () => expect.unreachable(),
    },
    baseUrl: 'http://api.test',
  });
  const send = createSend({ routes, transport });
  expect(await send('wechatlogin', { body: { code: 'a' } })).toBe('openid');
  expect(sent).toMatchObject([
    { header: { 'Content-Type': 'application/x-www-form-urlencoded' }, data: { code: 'a' } },
  ]);
});

describe('an own route', () => {
  const ownRoutes = {
    orders: {
      method: 'GET',
      path: '/orders',
      auth: 'bearer',
      status: 200,
      problems: ['sold-out'],
    },
  } as const;
  const orders = (own: OwnContract = {}) =>
    createSend({
      routes: ownRoutes,
      transport: createWxTransport({ wx: host.wx, baseUrl: api.baseUrl }),
      ...own,
    })('orders', { token: 'token-1' });

  test('answers with an object, unless it has a check of its own', async () => {
    api.script = () => json(200, { orders: [] });
    expect(await orders()).toEqual({ orders: [] });
    await expect(orders({ checks: { orders: Array.isArray } })).rejects.toMatchObject({
      code: 'bad-answer',
    });
    api.script = () => html(200);
    await expect(orders()).rejects.toMatchObject({ code: 'bad-answer' });
  });

  test('has problems of its own, where there are words for them', async () => {
    api.script = () => json(409, { code: 'sold-out', detail: 'no tea' });
    await expect(orders()).rejects.toMatchObject({ name: 'ClientFailure', code: 'bad-answer' });
    const words = { 'sold-out': {} };
    await expect(orders({ words })).rejects.toMatchObject({
      name: 'ProblemError',
      code: 'sold-out',
      details: { detail: 'no tea' },
    });
  });

  test('that does not exist is a mistake of the program', async () => {
    await expect(createSend({ routes, transport: vi.fn() })('orders', {})).rejects.toThrow(
      'orders is not among the routes',
    );
  });
});
