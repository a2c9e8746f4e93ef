import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, type RouteName, routes } from 'weapp-login';
import { bodies, meResponseSchema, parameters } from 'weapp-login/schemas';
import { z } from 'zod';
import { formWith, pictures } from '../../test/pictures.ts';
import { startPostgres } from '../../test/postgres.ts';
import { rawRequest } from '../../test/raw-request.ts';
import { bearer, startTestServer, type TestServer } from '../../test/server.ts';
import { openStore } from '../store/location/open-store.ts';
import type { Store } from '../store/store.ts';
import { contentTypeOf } from './body-readers.ts';

/** What some system behind the API can't hold, or holds in another way than it was sent. */
const hostile: Record<string, string> = {
  'the first half of a surrogate pair': 'a name \ud83c that is cut',
  'the second half of a surrogate pair': '\udf90 and more text',
  'halves in the wrong order': '\udf90\ud83c',
  NUL: 'a\0b',
  'NUL alone': '\0',
  'a line feed': 'a\nb',
  'a carriage return and a header': 'a\r\nX-Injected: b',
  'an escape sequence of a terminal': '\u001b[31ma',
  DEL: 'a\u007fb',
  'a C1 control': 'a\u0085b',
  'a byte order mark': '\ufeffa',
  'a right-to-left override': 'a\u202egnp.exe',
  'a line separator': 'a\u2028b',
  'an emoji': '🎐',
  'many emoji': '🎐'.repeat(32),
  'one emoji too many': '🎐'.repeat(33),
  'combining marks': `e${'\u0301'.repeat(8)}`,
  'a composed and a decomposed letter': '\u00e9e\u0301',
  'more bytes than any limit': '名'.repeat(5_000),
  nothing: '',
  'white space': ' \t\u3000 ',
  'nothing to see': '\u200b\u2060\u3164',
  'a character that is none': '\uffff\ufffe',
  'the replacement character': '\ufffd',
  SQL: "'; DROP TABLE users; --",
  'a path': '../../etc/passwd',
  'a name that JavaScript knows': '__proto__',
  'percent signs': '%00%ff%',
};

/** Every string that a route takes, found in its schemas. */
interface Place {
  name: RouteName;
  where: 'body' | 'path' | 'query' | 'header';
  member: string;
  schema: z.ZodType;
}
function stringsOf(name: RouteName, where: Place['where'], object: z.ZodType): Place[] {
  if (!(object instanceof z.ZodObject)) return [];
  return Object.entries(object.shape as Record<string, z.ZodType>)
    .filter(([, schema]) => !(schema instanceof z.ZodFile))
    .map(([member, schema]) => ({ name, where, member, schema }));
}
const everyRoute = Object.entries(routes) as [RouteName, Route][];
const dataLocationsOf: Partial<Record<string, Record<string, z.ZodType>>> = parameters;
const places = everyRoute.flatMap(([name]) => [
  ...stringsOf(name, 'body', bodies[name].request),
  ...Object.entries(dataLocationsOf[name] ?? {}).flatMap(([where, schema]) =>
    stringsOf(name, where as Place['where'], schema),
  ),
]);

let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

const databases: Record<string, () => Promise<Store>> = {
  SQLite: async () => openStore({ file: ':memory:' }),
  PostgreSQL: async () => openStore({ url: await postgres.createDatabase() }),
};

test('the contract has strings in bodies, paths, queries and headers', () => {
  expect(new Set(places.map(({ where }) => where))).toEqual(
    new Set(['body', 'path', 'query', 'header']),
  );
  expect(places.length).toBeGreaterThan(10);
});

describe.each(Object.entries(databases))('on %s', (_, open) => {
  let store: Store;
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    store = await open();
    server = await startTestServer({ store });
    ({ token } = await server.login('dawei'));
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  /** A request that is right but for one string. Resolves with its status and body. */
  async function send({ name, where, member }: Place, value: string) {
    const { method, path, auth } = routes[name];
    const { request } = bodies[name];
    const takes = request instanceof z.ZodObject ? Object.keys(request.shape) : [];
    const right: Record<string, string> = Object.fromEntries(
      Object.entries({ code: server.codeOf('dawei'), iv: 'i', encryptedData: 'd' }).filter(
        ([key]) => takes.includes(key),
      ),
    );
    if (where === 'body') right[member] = value;
    const type = contentTypeOf(routes[name]);
    // What no client would send, bytes for bytes: only they can say it without changing it.
    const encode = (text: string) =>
      encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('%EF%BF%BD', '%ED%A0%BC');
    const body =
      type === 'application/json'
        ? JSON.stringify(right)
        : type === undefined
          ? ''
          : Object.entries(right)
              .map(([key, text]) => `${key}=${encode(text)}`)
              .join('&');
    const target = path.replace(/:(\w+)/g, where === 'path' ? encode(value) : 'x');
    const header = value.replace(/[\0\r\n]/g, ' ');
    const lines = [
      `${method} ${target}${where === 'query' ? `?${member}=${encode(value)}` : ''} HTTP/1.1`,
      'Host: x',
      'Connection: close',
      ...(auth === 'bearer' ? [`Authorization: Bearer ${token}`] : []),
      ...(type ? [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`] : []),
      ...(where === 'header' ? [`${member}: ${header}`] : []),
    ];
    const answer = await rawRequest(server.url, `${lines.join('\r\n')}\r\n\r\n${body}`);
    const [head = '', text = ''] = answer.split('\r\n\r\n');
    expect(head).not.toMatch(/^X-Injected/im);
    return { status: Number(head.split(' ')[1]), text };
  }

  test.each(
    places.map((place) => [`${place.where} ${place.member} of ${place.name}`, place] as const),
  )('no text in the %s is answered with a 5xx, and what is refused is named', async (_, place) => {
    for (const [what, value] of Object.entries(hostile)) {
      const { status, text } = await send(place, value);
      expect(status, `${what}: ${text}`).toBeGreaterThanOrEqual(200);
      expect(status, `${what}: ${text}`).toBeLessThan(500);
      // A header is trimmed by HTTP, and a path has no empty part.
      if (place.where !== 'body' || place.schema.safeParse(value).success) continue;
      expect(status, what).toBe(status === 413 ? 413 : 400);
      if (status !== 413 && contentTypeOf(routes[place.name]) === 'application/json')
        expect(JSON.parse(text).errors, what).toEqual([
          { pointer: `/${place.member}`, detail: expect.any(String) },
        ]);
    }
    const { user } = meResponseSchema.parse(await (await server.get('/me', token)).json());
    expect(user.openid).toBe(server.fake.openidOf({ personId: 'dawei', appId: user.appId }));
  });

  test('a nickname that is answered is the one that is kept', async () => {
    const init = (nickname: string) => ({
      body: JSON.stringify({ nickname }),
      headers: { 'content-type': 'application/json', ...bearer(token) },
    });
    let kept = 0;
    for (const [what, value] of Object.entries(hostile)) {
      const response = await server.request('PUT', '/me/profile', init(value));
      const me = meResponseSchema.parse(await (await server.get('/me', token)).json());
      const login = await server.login('dawei');
      expect(login.user.nickname, what).toBe(me.user.nickname);
      if (response.status !== 200) continue;
      kept += 1;
      const { user } = meResponseSchema.parse(await response.json());
      // An empty one is deleted.
      const expected = value.trim() === '' ? undefined : value.trim();
      expect(user.nickname, what).toBe(expected);
      expect(me.user.nickname, what).toBe(expected);
    }
    expect(kept).toBeGreaterThan(5);
  });

  test.each(Object.entries(hostile))('%s in other headers is no 5xx', async (_, value) => {
    const text = value.replace(/[\0\r\n]/g, ' ');
    const body = JSON.stringify({ code: server.codeOf('dawei') });
    for (const name of ['User-Agent', 'X-Request-Id', 'Referer', 'Authorization', 'Cookie']) {
      const head = `POST /login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
      const length = `Content-Length: ${body.length}\r\n`;
      const answer = await rawRequest(
        server.url,
        `${head}${length}${name}: ${text}\r\n\r\n${body}`,
      );
      expect(answer, name).toMatch(/^HTTP\/1\.1 [24]/);
    }
  });

  test.each(Object.entries(hostile))('%s in the names of a form is no 5xx', async (_, value) => {
    const file = new Blob([new Uint8Array(pictures['image/png'])]);
    const named = new FormData();
    named.append('avatar', file, value);
    const asField = formWith(pictures['image/png']);
    asField.append(value, value);
    const asPart = new FormData();
    asPart.append(value, file, 'a.png');
    for (const body of [named, asField, asPart]) {
      const response = await server.request('POST', '/me/avatar', { body, headers: bearer(token) });
      expect(response.status).toBeLessThan(500);
    }
  });

  test.each(Object.entries(hostile))(
    '%s in an address outside the contract is no 5xx',
    async (_, value) => {
      const text = encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd')).replaceAll(
        '%EF%BF%BD',
        '%ED%A0%BC',
      );
      for (const path of [`/pictures/${text}`, `/${text}`, `/me?${text}=${text}`])
        expect((await fetch(server.url + path, { headers: bearer(token) })).status).toBeLessThan(
          500,
        );
    },
  );
});
