import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { checkFiles } from './check-files.ts';
import type { FileStore, ReadFile } from './file-store.ts';

/** A bucket of an S3-compatible service, and its credentials. */
export interface S3Bucket {
  /** Includes the bucket: `https://bucket.s3.region.amazonaws.com` or `https://host/bucket`. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Milliseconds; enough to upload a picture to a bucket in another city. */
const answerMs = 5_000;
/** Milliseconds to stream a picture from the bucket to a slow phone. */
const streamMs = 60_000;

/**
 * Stores files in a bucket. Requests are not retried; callers get an error to retry themselves. Follows
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @param options.now milliseconds since 1970; the service refuses signatures more than 15 minutes off
 */
export function createS3Files(options: { bucket: S3Bucket; now: () => number }): FileStore {
  const { bucket, now } = options;
  const { accessKeyId, secretAccessKey, region } = bucket;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });

  const request = (
    method: 'PUT' | 'GET' | 'DELETE',
    name: string,
    { signal, file }: { signal: AbortSignal; file?: PutFile },
  ) =>
    client.fetch(`${bucket.url}/${name}`, {
      method,
      headers: {
        // The hash is signed, so that no one can replace the picture in transit.
        'x-amz-content-sha256': hash('sha256', file?.bytes ?? '', 'hex'),
        ...(file && { 'content-type': file.contentType }),
      },
      ...(file && { body: new Uint8Array(file.bytes) }),
      aws: { datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, '') },
      redirect: 'manual',
      signal,
    });

  async function change(method: 'PUT' | 'DELETE', name: string, file?: PutFile): Promise<void> {
    const signal = AbortSignal.timeout(answerMs);
    const response = await reached(request(method, name, { signal, ...(file && { file }) }));
    if (!response.ok) await refusedOrMissing(method, response);
    // A connection can be reused once its response was read.
    await reached(response.arrayBuffer());
  }

  async function read(name: string): Promise<ReadFile | undefined> {
    const waited = new AbortController();
    const timer = setTimeout(() => waited.abort(timedOut()), answerMs);
    // The response must start soon; after that, the reading phone sets the pace.
    const signal = AbortSignal.any([waited.signal, AbortSignal.timeout(streamMs)]);
    try {
      const response = await reached(request('GET', name, { signal }));
      if (!response.ok) {
        await refusedOrMissing('GET', response);
        return undefined;
      }
      const size = Number(response.headers.get('content-length') ?? Number.NaN);
      if (response.body && Number.isSafeInteger(size))
        return { stream: Readable.fromWeb(response.body as ReadableStream), size };
      await response.body?.cancel();
      throw new StoreUnavailable('the bucket responded without a length');
    } finally {
      clearTimeout(timer);
    }
  }

  const files: Omit<FileStore, 'check'> = {
    put: (name, file) => change('PUT', name, file),
    read,
    delete: (name) => change('DELETE', name),
    // A bucket shows an object only once it is complete.
    deleteLeftovers: async () => 0,
  };
  return { ...files, check: () => checkFiles(files) };
}

/** @throws {StoreUnavailable} unless the object doesn't exist */
async function refusedOrMissing(method: string, response: Response): Promise<void> {
  const code = s3CodeOf(await reached(response.arrayBuffer()));
  if (response.status === 404 && method !== 'PUT' && code !== 'NoSuchBucket') return;
  throw new StoreUnavailable(`the bucket responded with ${response.status} ${code}`.trimEnd());
}

const reached = <Value>(exchange: Promise<Value>): Promise<Value> =>
  exchange.catch((error: Error) => {
    throw new StoreUnavailable(`the bucket is unreachable: ${codeOf(error)}`);
  });

const timedOut = () => new DOMException('The bucket did not answer in time', 'TimeoutError');

type PutFile = Parameters<FileStore['put']>[1];

/** The cause is more specific than fetch's own "fetch failed". */
const codeOf = ({ name, cause }: Error) =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : name;

/** S3's error code, such as SignatureDoesNotMatch. Nothing else of the response is passed on. */
const s3CodeOf = (bytes: ArrayBuffer) =>
  /<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(bytes).toString('latin1', 0, 2_048))?.[1] ?? '';
