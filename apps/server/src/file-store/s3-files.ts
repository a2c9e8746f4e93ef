import { hash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import { StoreUnavailable } from '../store/store-unavailable.ts';
import { checkFiles } from './check-files.ts';
import type { FileStore } from './file-store.ts';

/** A bucket of any service that speaks S3, and the key to it. */
export interface S3Bucket {
  /** With the bucket in it: `https://bucket.s3.region.amazonaws.com` or `https://host/bucket`. */
  url: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Milliseconds; enough for a picture to a bucket in another city. */
const timeoutMs = 5_000;

/**
 * Keeps files in a bucket. It is asked once: a caller who is told to try again does so. Follows
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 * @param options.now milliseconds since 1970; a service refuses what is signed more than 15 minutes off
 */
export function createS3Files(options: { bucket: S3Bucket; now: () => number }): FileStore {
  const { bucket, now } = options;
  const { accessKeyId, secretAccessKey, region } = bucket;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });

  async function exchange(method: 'PUT' | 'GET' | 'DELETE', name: string, file?: PutFile) {
    const response = await client.fetch(`${bucket.url}/${name}`, {
      method,
      headers: {
        // Signed, so that nobody on the way can put another picture in its place.
        'x-amz-content-sha256': hash('sha256', file?.bytes ?? '', 'hex'),
        ...(file && { 'content-type': file.contentType }),
      },
      ...(file && { body: new Uint8Array(file.bytes) }),
      aws: { datetime: new Date(now()).toISOString().replace(/[:-]|\.\d{3}/g, '') },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { ok, status } = response;
    return { ok, status, bytes: new Uint8Array(await response.arrayBuffer()) };
  }

  async function send(...request: Parameters<typeof exchange>) {
    const { ok, status, bytes } = await exchange(...request).catch((error: Error) => {
      throw new StoreUnavailable(`the bucket can't be reached: ${codeOf(error)}`);
    });
    if (ok) return bytes;
    const code = s3CodeOf(bytes);
    if (status === 404 && request[0] !== 'PUT' && code !== 'NoSuchBucket') return undefined;
    throw new StoreUnavailable(`the bucket answered ${status} ${code}`.trimEnd());
  }

  const files: Omit<FileStore, 'check'> = {
    put: async (name, file) => void (await send('PUT', name, file)),
    get: (name) => send('GET', name),
    delete: async (name) => void (await send('DELETE', name)),
  };
  return { ...files, check: () => checkFiles(files) };
}

type PutFile = Parameters<FileStore['put']>[1];

/** What fetch wraps says more than its own "fetch failed". */
const codeOf = ({ name, cause }: Error) =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : name;

/** S3's own word for a failure, such as SignatureDoesNotMatch. Nothing else of the answer goes on from here. */
const s3CodeOf = (bytes: Uint8Array) =>
  /<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(bytes).toString('latin1', 0, 2_048))?.[1] ?? '';
