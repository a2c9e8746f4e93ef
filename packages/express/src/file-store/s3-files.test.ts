import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s3Key, startS3Server } from '../../test/s3-server.ts';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { fileStoreSuite } from './file-store.contract.ts';
import type { FileStore } from './file-store.ts';
import { createS3Files, type S3Bucket } from './s3-files.ts';

let clock = Date.UTC(2030, 0, 1);
const now = () => clock;
let server: Awaited<ReturnType<typeof startS3Server>>;
beforeEach(async () => {
  server = await startS3Server({ now: () => Date.UTC(2030, 0, 1) });
});
afterEach(async () => {
  clock = Date.UTC(2030, 0, 1);
  await server.close();
});

const open = (changes: Partial<S3Bucket> = {}): FileStore =>
  createS3Files({ bucket: { ...server.bucket, ...changes }, now });
const picture = { bytes: Buffer.from('picture'), contentType: 'image/webp' };

const errorOf = async (promise: Promise<unknown>): Promise<StoreUnavailable> => {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof StoreUnavailable) return outcome;
  throw new Error('nothing was unavailable', { cause: outcome });
};

describe('a bucket', () => {
  for (const { name, run } of fileStoreSuite(open)) test(name, run);

  test('keeps the content type', async () => {
    await open().put('a.webp', picture);
    expect(server.objects.get('a.webp')).toEqual(picture);
  });

  test('gets the bytes under the signature, not beside it', async () => {
    await open().put('a.webp', picture);
    const { authorization } = server.requests[0]?.headers ?? {};
    expect(authorization).toContain('x-amz-content-sha256');
    expect(server.requests[0]?.headers['x-amz-content-sha256']).not.toBe('UNSIGNED-PAYLOAD');
  });
});

describe('is unavailable, and says why:', () => {
  test.each<[string, () => Partial<S3Bucket>, string]>([
    ['a wrong secret', () => ({ secretAccessKey: 'wrong' }), '403 SignatureDoesNotMatch'],
    ['a wrong key', () => ({ accessKeyId: 'AKOTHER' }), '403 InvalidAccessKeyId'],
    ['another region', () => ({ region: 'us-east-1' }), '403 SignatureDoesNotMatch'],
    ['no such bucket', () => ({ url: `${server.url}/other` }), '404 NoSuchBucket'],
  ])('%s', async (_, changes, reason) => {
    const files = open(changes());
    const uses = [
      () => files.put('a.png', picture),
      () => files.read('a.png'),
      () => files.delete('a.png'),
      () => files.check(),
    ];
    for (const use of uses)
      expect((await errorOf(use())).message).toBe(`the bucket responded with ${reason}`);
  });

  test('a clock that is a quarter of an hour off', async () => {
    clock += 15 * 60 * 1000 + 1_000;
    expect((await errorOf(open().read('a'))).message).toMatch('403 RequestTimeTooSkewed');
  });

  test('nothing at the address', async () => {
    await server.close();
    const { message } = await errorOf(open().read('a'));
    expect(message).toBe('the bucket is unreachable: ECONNREFUSED');
  });

  test('a truncated response, which is not a picture', async () => {
    server.answerInstead((res) => {
      res.writeHead(200, { 'content-length': '100' });
      res.write('half');
      setTimeout(() => res.destroy(), 20);
    });
    const file = await open().read('a');
    await expect(buffer(file?.stream ?? Readable.from([]))).rejects.toThrow();
  });

  test('an answer without a length', async () => {
    server.answerInstead((res) => res.writeHead(200).end('picture'));
    expect((await errorOf(open().read('a'))).message).toMatch('without a length');
  });

  test('a redirect, which is not followed', async () => {
    server.answerInstead((res) => res.writeHead(307, { location: server.url }).end());
    expect((await errorOf(open().read('a'))).message).toBe('the bucket responded with 307');
  });

  test.each([502, 404])('an answer that is not S3 but %i', async (status) => {
    server.answerInstead((res) => res.writeHead(status).end('<html>'));
    const { message } = await errorOf(open().put('a', picture));
    expect(message).toBe(`the bucket responded with ${status}`);
  });
});

test('a file that does not come back as it was written fails the check', async () => {
  server.answerInstead((res) => res.end('something else'));
  const { message } = await errorOf(open().check());
  expect(message).toBe('files are not read back as written');
});

test('a picture whose reader stops releases its connection', async () => {
  let closed = false;
  server.answerInstead((res) => {
    res.once('close', () => {
      closed = true;
    });
    res.writeHead(200, { 'content-length': '100' }).write('half');
  });
  const file = await open().read('a');
  file?.stream.destroy();
  await expect.poll(() => closed).toBe(true);
});

test('is asked once, whatever it answers', async () => {
  server.answerInstead((res) => res.writeHead(500).end());
  await errorOf(open().read('a'));
  expect(server.requests).toHaveLength(1);
});

test('no error has the secret or the signature in it', async () => {
  const refused = await errorOf(open({ region: 'us-east-1' }).read('a'));
  await server.close();
  const unreached = await errorOf(open().read('a'));
  const text = inspect([refused, unreached], { depth: null, showHidden: true });
  for (const secret of [s3Key.secretAccessKey, s3Key.accessKeyId, 'Signature='])
    expect(text).not.toContain(secret);
});
