import fc from 'fast-check';
import { type Route, routes } from 'weapp-login';

/** In everything secret that a generated request carries, so that it can be looked for in answers and logs. */
export const canary = 'cAnArY0123456789';

/** A request as bytes, and whether it is valid HTTP, so that it must get a response. */
export interface Generated {
  bytes: Buffer;
  isHttp: boolean;
}

interface Parts {
  method: string;
  path: string;
  headers: [string, string][];
  body: Buffer;
}

const everyRoute: Route[] = Object.values(routes);
const others = [
  '/healthz',
  '/readyz',
  '/docs/problems',
  '/openapi.json',
  '/metrics',
  '/pictures/x',
];

/** Fit for a header or a path as it stands. */
const word = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.trim());
const pathWord = word.map((text) => text.replace(/[ \t]/g, '+'));
const secret = fc.oneof(
  fc.constant(canary),
  fc.base64String({ maxLength: 60 }).map((text) => `${canary}${text}`),
  // As long as a token, and as one is written.
  fc.constant(canary.padEnd(43, 'x')),
);

/** Text that some system behind the API can't hold, or holds in another way than it was sent. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      'half \ud83c of a pair',
      '\udf90',
      '\udf90\ud83c',
      '\0',
      '\u001b[2J',
      '\r\nX: y',
      '\u007f',
      '\u0085',
      '\u2028',
    ],
    ...[
      '\ufeff',
      '\u202e',
      '\u200b\u3164',
      ' \u3000',
      '🎐'.repeat(33),
      `e${'\u0301'.repeat(40)}`,
      '\uffff',
    ],
    '名'.repeat(400),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'binary-ascii', maxLength: 40 }),
);
/** Percent-encoded as UTF-8; half of a surrogate pair as the three bytes that no UTF-8 has. */
const percent = (text: string) =>
  [...text]
    .map((character) => (/\p{Cs}/u.test(character) ? '%ED%A0%BC' : encodeURIComponent(character)))
    .join('');

const path = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...everyRoute.map((route) => route.path), ...others) },
  { weight: 1, arbitrary: pathWord.map((text) => `/${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('*', '//', '/%', '/%00', '/%ff', '/sessions/%', '/..') },
  { weight: 1, arbitrary: pathWord.map((text) => `/sessions/${encodeURIComponent(text)}`) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('/sessions/', '/pictures/', '/'), hostile)
      .map(([before, text]) => `${before}${percent(text)}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'http://[bad',
      'http://a:b/',
      'http://x/me',
      '//[',
      '/me#x',
      'ftp://x/',
    ),
  },
);
const query = fc.option(
  fc.oneof(
    fc.tuple(pathWord, secret).map(([name, value]) => `?${name}=${value}&__proto__[x]=1`),
    hostile.map((text) => `?cursor=${percent(text)}`),
  ),
  { nil: '', freq: 3 },
);
/** A route with its own method, or any with any. */
const target = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...everyRoute)
      .map((route): [string, string] => [route.method, route.path]),
  },
  { weight: 1, arbitrary: fc.constant(null) },
);
const method = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE') },
  { weight: 1, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND') },
);

const authorization = (token: string) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constant(`Bearer ${token}`) },
    secret.map((text) => `Bearer ${text}`),
    secret.map((text) => `Basic ${text}`),
    word.map((text) => `bearer  ${text}`),
    fc.constantFrom('Bearer', 'Bearer ', '', 'Bearer a b'),
  );
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json; charset=utf-7',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'multipart/form-data',
  'text/plain',
  'application/json, text/plain',
  ';',
);
const name = fc.constantFrom(
  'Idempotency-Key',
  'User-Agent',
  'Host',
  'X-WX-OPENID',
  'X-Forwarded-For',
  'Cookie',
  'Content-Encoding',
  'Expect',
  'Range',
  'X-HTTP-Method-Override',
  'If-None-Match',
  'Upgrade',
  'Origin',
);
const namedHeader = fc
  .tuple(name, fc.oneof(word, secret, hostile))
  .map(([key, value]): [string, string] => [key, key === 'Expect' ? '100-continue' : value]);
// An id is answered and logged as it came, if it has the form of one.
const requestId = fc.oneof(word, hostile).map((value): [string, string] => ['X-Request-Id', value]);
const header = fc.oneof({ weight: 9, arbitrary: namedHeader }, requestId);

const member = fc.oneof(
  secret,
  hostile,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('', null, 'x'.repeat(600)),
);
const nearlyRight = fc.record(
  {
    code: member,
    appId: member,
    nickname: fc.oneof(hostile, fc.jsonValue()),
    encryptedData: member,
    iv: member,
  },
  { requiredKeys: [] },
);
const json = fc.oneof(
  { weight: 4, arbitrary: nearlyRight.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `{"__proto__":{"code":"${canary}"},"constructor":{"prototype":{"x":1}}}`,
      '['.repeat(8_000),
      `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
      `{"code":"${'x'.repeat(20_000)}"}`,
      '{"code":"\\ud800"}',
      '\ufeff{}',
    ),
  },
);
const form = fc.oneof(
  secret.map((code) => `code=${code}`),
  hostile.map((code) => `code=${percent(code)}`),
  fc
    .array(fc.tuple(pathWord, secret), { maxLength: 5 })
    .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&')),
  fc.constant('a=1&'.repeat(2_000)),
);
const part = fc
  .tuple(
    fc.oneof(word, hostile),
    fc.oneof(fc.constant('avatar'), hostile),
    fc.uint8Array({ maxLength: 200 }),
  )
  .map(([file, field, bytes]) =>
    Buffer.concat([
      Buffer.from(
        `--b\r\nContent-Disposition: form-data; name="${field}"; filename="${file}"\r\n\r\n`,
      ),
      bytes,
      Buffer.from('\r\n--b--\r\n'),
    ]),
  );
const body = fc.oneof(
  { weight: 6, arbitrary: json.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: form.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: part },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(0)) },
);

/** Whatever characters were generated, they make proper HTTP: what breaks it on purpose comes after. */
const writable = (text: string) => text.replace(/[^\x20-\x7e\x80-\xff]/g, '?');
const writablePath = (text: string) => text.replace(/[^\x21-\x7e]/g, '+');

function write({ method, path, headers, body }: Parts): Buffer {
  const length: [string, string][] =
    body.length > 0 ? [['Content-Length', String(body.length)]] : [];
  const lines = [
    `${method} ${writablePath(path)} HTTP/1.1`,
    ...[['Host', 'x'], ['Connection', 'close'], ...headers, ...length].map(
      ([key, value]) => `${key}: ${writable(value ?? '')}`,
    ),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

const proper = (token: string): fc.Arbitrary<Generated> =>
  fc
    .record({
      target,
      method,
      path,
      query,
      headers: fc
        .tuple(
          fc.option(
            authorization(token).map((value): [string, string] => ['Authorization', value]),
          ),
          fc.option(
            contentType.map((value): [string, string] => ['Content-Type', value]),
            { freq: 9 },
          ),
          fc.array(header, { maxLength: 4 }),
        )
        .map(([auth, type, more]) => [...(auth ? [auth] : []), ...(type ? [type] : []), ...more]),
      body,
    })
    .map(({ target, method, path, query, ...rest }) => {
      const [ownMethod, ownPath] = target ?? [method, path];
      const bytes = write({ method: ownMethod, path: `${ownPath}${query}`, ...rest });
      return { bytes, isHttp: true };
    });

/** Ways in which a request stops being HTTP, or says two things at once. */
const breakage = fc.oneof(
  fc
    .tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }))
    .map(([at, junk]) => (bytes: Buffer) => {
      const place = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, place), junk, bytes.subarray(place)]);
    }),
  fc.nat().map((at) => (bytes: Buffer) => bytes.subarray(0, at % bytes.length)),
  fc
    .constantFrom(
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: chunked, identity',
      'Transfer-Encoding : chunked',
      'Content-Length: 5',
      'Content-Length: -1',
      'Content-Length: 99999999999999999999',
      'Content-Length: 0x10',
      'Host: y',
      ' folded',
      'No colon',
      ': no name',
      'X: \u0000',
      `X-Long: ${'x'.repeat(17_000)}`,
      `X: y\r\n${'a: b\r\n'.repeat(3_000)}c: d`,
    )
    .map(
      (line) => (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('\r\n', `\r\n${line}\r\n`), 'latin1'),
    ),
  fc
    .constantFrom('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/1.1 x', 'http/1.1', '')
    .map(
      (version) => (bytes: Buffer) =>
        Buffer.from(bytes.toString('latin1').replace('HTTP/1.1', version), 'latin1'),
    ),
  fc.constant((bytes: Buffer) =>
    Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  ),
  // Another request after the first: the connection was to be closed.
  fc.constant((bytes: Buffer) => Buffer.concat([bytes, bytes])),
);

/**
 * Requests of every kind to every route.
 * @param token of an open session
 */
export const anyRequest = (token: string): fc.Arbitrary<Generated> =>
  fc.oneof(
    { weight: 4, arbitrary: proper(token) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(proper(token), breakage)
        .map(([{ bytes }, change]) => ({ bytes: change(bytes), isHttp: false })),
    },
    {
      weight: 1,
      arbitrary: fc
        .uint8Array({ minLength: 1, maxLength: 300 })
        .map((bytes) => ({ bytes: Buffer.from(bytes), isHttp: false })),
    },
  );
