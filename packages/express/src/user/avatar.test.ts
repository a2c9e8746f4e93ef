import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { avatarFile } from 'weapp-login';
import { meResponseSchema } from 'weapp-login/schemas';
import { formWith, pictures } from '../../test/pictures.ts';
import { rawRequest } from '../../test/raw-request.ts';
import { bearer, problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import type { FileStore } from '../file-store/file-store.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';

/** Pictures in memory, which can be looked into and made to fail. */
const kept = new Map<string, Uint8Array<ArrayBuffer>>();
let failing: keyof FileStore | undefined;
const fail = (method: keyof FileStore) => {
  if (failing === method) throw new StoreUnavailable('the bucket responded with 500');
};
const files: FileStore = {
  async put(name, { bytes }) {
    fail('put');
    kept.set(name, new Uint8Array(bytes));
  },
  async read(name) {
    fail('read');
    const bytes = kept.get(name);
    return bytes && { stream: Readable.from([bytes], { objectMode: false }), size: bytes.length };
  },
  async delete(name) {
    fail('delete');
    kept.delete(name);
  },
  async deleteLeftovers() {
    return 0;
  },
  async check() {},
};

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer({ files });
  ({ token } = await server.login('xiaoming'));
});
afterEach(() => {
  failing = undefined;
});
afterAll(() => server.close());

const upload = (form: FormData | string, headers: Record<string, string> = {}) =>
  server.request('POST', '/me/avatar', { body: form, headers: { ...bearer(token), ...headers } });
const avatarUrlOf = async (response: Response) =>
  meResponseSchema.parse(await response.json()).user.avatarUrl ?? '';

describe('a picture', () => {
  test.each(Object.entries(pictures))('of %s is served as it was sent', async (type, bytes) => {
    const avatarUrl = await avatarUrlOf(await upload(formWith(bytes)));
    const response = await server.get(avatarUrl);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test('is served to be kept, and as nothing but a picture', async () => {
    const avatarUrl = await avatarUrlOf(await upload(formWith(pictures['image/png'])));
    const { headers } = await server.get(avatarUrl);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    const head = await server.request('HEAD', avatarUrl);
    expect(head.headers.get('content-length')).toBe(String(pictures['image/png'].length));
  });

  test('takes the place of the one before, whose file is deleted', async () => {
    const first = await avatarUrlOf(await upload(formWith(pictures['image/png'])));
    const second = await avatarUrlOf(await upload(formWith(pictures['image/webp'])));
    expect(second).not.toBe(first);
    expect((await problemOf(await server.get(first))).code).toBe('not-found');
    expect(await avatarUrlOf(await server.get('/me', token))).toBe(second);
    expect(kept.size).toBe(1);
  });

  test('may be a megabyte, and not a byte more', async () => {
    const full = Buffer.alloc(avatarFile.maxBytes);
    pictures['image/jpeg'].copy(full);
    expect((await upload(formWith(full))).status).toBe(200);
    const over = Buffer.concat([full, Buffer.alloc(1)]);
    const problem = await problemOf(await upload(formWith(over)));
    expect(problem).toMatchObject({ code: 'body-too-large', detail: 'The limit is 1 MB.' });
  });

  test('far over the limit is refused before it is sent', async () => {
    const answer = await rawRequest(
      server.url,
      [
        'POST /me/avatar HTTP/1.1',
        'Host: x',
        'Connection: close',
        `Authorization: Bearer ${token}`,
        'Content-Type: multipart/form-data; boundary=b',
        `Content-Length: ${3 * avatarFile.maxBytes}`,
        '\r\n',
      ].join('\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*"body-too-large"/);
  });
});

describe('refused with a pointer to the file:', () => {
  test.each([
    ['a page that is called a picture', Buffer.from('<html>'), { type: 'image/png' }],
    ['a picture of another kind', Buffer.from('GIF89a…'), { type: 'image/gif' }],
    ['a drawing, which may hold a script', Buffer.from('<svg/>'), { type: 'image/svg+xml' }],
    ['an empty file', Buffer.alloc(0), { type: 'image/jpeg' }],
    ['a picture in another field', pictures['image/png'], { field: 'picture' }],
  ])('%s', async (_, bytes, changes) => {
    const problem = await problemOf(await upload(formWith(bytes, changes)));
    expect(problem.code).toBe('invalid-request');
    expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/avatar']);
  });
});

describe('invalid-request is answered to a form', () => {
  const typed = (boundary: string) => ({ 'content-type': `multipart/form-data${boundary}` });
  test.each([
    ['without a boundary', 'x', ''],
    ['that breaks off', '--b\r\nContent-Disposition: form-data; name="avatar"', '; boundary=b'],
    ['that is none', 'avatar', '; boundary=b'],
  ])('%s', async (_, text, boundary) => {
    expect((await problemOf(await upload(text, typed(boundary)))).code).toBe('invalid-request');
  });

  test('with two files', async () => {
    const form = formWith(pictures['image/png']);
    form.append('second', new Blob(['x']), 'x.png');
    expect((await problemOf(await upload(form))).code).toBe('invalid-request');
  });

  test('with a field of a name that JavaScript knows', async () => {
    const form = formWith(pictures['image/png'], { field: '__proto__' });
    expect((await problemOf(await upload(form))).code).toBe('invalid-request');
  });
});

test('a form may have fields beside the file', async () => {
  const form = formWith(pictures['image/png']);
  form.append('from', 'chooseAvatar');
  expect((await upload(form)).status).toBe(200);
});

test('a body that is not a form is unsupported-media-type', async () => {
  const json = { 'content-type': 'application/json' };
  expect((await problemOf(await upload('{}', json))).code).toBe('unsupported-media-type');
});

test('no one sends a picture without a session', async () => {
  const body = formWith(pictures['image/png']);
  const response = await server.request('POST', '/me/avatar', { body });
  expect((await problemOf(response)).code).toBe('session-required');
});

describe('where the file store fails', () => {
  test('at writing: store-unavailable, and the picture before stays', async () => {
    const before = await avatarUrlOf(await upload(formWith(pictures['image/png'])));
    failing = 'put';
    const problem = await problemOf(await upload(formWith(pictures['image/webp'])));
    expect(problem.code).toBe('store-unavailable');
    expect(await avatarUrlOf(await server.get('/me', token))).toBe(before);
    expect((await server.get(before)).status).toBe(200);
  });

  test('at deleting the one before: the new picture counts, and the log says so', async () => {
    failing = 'delete';
    expect((await upload(formWith(pictures['image/webp']))).status).toBe(200);
    expect(server.logLines().at(-2)).toMatchObject({
      level: 'warn',
      reason: 'the bucket responded with 500',
      msg: 'could not delete an unused picture; will retry',
    });
  });

  test('at reading: store-unavailable', async () => {
    const avatarUrl = await avatarUrlOf(await server.get('/me', token));
    failing = 'read';
    expect((await problemOf(await server.get(avatarUrl))).code).toBe('store-unavailable');
  });
});

test.each(['x.png', `${'a'.repeat(22)}.svg`, `${'a'.repeat(22)}`, '..%2F..%2Fdata%2Fx.png', '%00'])(
  'there is no picture %s, whatever the file store has',
  async (name) => {
    kept.set(decodeURIComponent(name), pictures['image/png']);
    expect((await problemOf(await server.get(`/pictures/${name}`))).code).toBe('not-found');
  },
);
