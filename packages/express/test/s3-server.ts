import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';

export const s3Key = {
  accessKeyId: 'AKEXAMPLE',
  secretAccessKey: 'a secret that is one in tests only',
};
const region = 'cn-east-1';
const skewMs = 15 * 60 * 1000;

type Refusal = [status: number, code: string];
interface Stored {
  bytes: Buffer;
  contentType: string | undefined;
}

/**
 * The part of S3 that keeps and hands out objects in one bucket, as strict as S3 is with signatures: each is made
 * again by AWS's own signer and compared. It knows no listing, no ranges, no versions, no multipart uploads.
 */
export async function startS3Server({ now }: { now: () => number }) {
  const objects = new Map<string, Stored>();
  const requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = [];
  let answerInstead: ((res: ServerResponse) => void) | undefined;

  async function answer(req: IncomingMessage, res: ServerResponse) {
    const body = await buffer(req);
    const { method = '', url: path = '', headers } = req;
    requests.push({ method, path, headers });
    if (answerInstead) return answerInstead(res);
    const refusal = (await refuse(req, body, now())) ?? carryOut(method, path, headers, body, res);
    if (!refusal) return;
    const [status, code] = refusal;
    res.writeHead(status, { 'content-type': 'application/xml' });
    res.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Key>${path}</Key></Error>`);
  }

  function carryOut(
    method: string,
    path: string,
    headers: IncomingMessage['headers'],
    body: Buffer,
    res: ServerResponse,
  ): Refusal | undefined {
    const [, bucket, key = ''] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (bucket !== 'pictures') return [404, 'NoSuchBucket'];
    const found = objects.get(key);
    if (method === 'PUT') objects.set(key, { bytes: body, contentType: headers['content-type'] });
    else if (method === 'DELETE') objects.delete(key);
    else if (method !== 'GET') return [405, 'MethodNotAllowed'];
    else if (!found) return [404, 'NoSuchKey'];
    if (method === 'GET') res.setHeader('content-length', String(found?.bytes.length));
    res.writeHead(method === 'DELETE' ? 204 : 200).end(method === 'GET' ? found?.bytes : undefined);
    return undefined;
  }

  const server = createServer((req, res) => void answer(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    bucket: { url: `${url}/pictures`, region, ...s3Key },
    url,
    objects,
    requests,
    /** Answers every request this way from now on; undefined for the right way. */
    answerInstead(answer: typeof answerInstead) {
      answerInstead = answer;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Checks the signature of a request as https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html has it. */
async function refuse(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  now: number,
): Promise<Refusal | undefined> {
  const sent = headers.authorization ?? '';
  const [, keyId, signed = ''] = /Credential=([^/]+)\/.*SignedHeaders=([^,]+),/.exec(sent) ?? [];
  if (!keyId) return [403, 'AccessDenied'];
  if (keyId !== s3Key.accessKeyId) return [403, 'InvalidAccessKeyId'];
  const stamp = String(headers['x-amz-date']);
  const at = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  if (!(Math.abs(now - at) <= skewMs)) return [403, 'RequestTimeTooSkewed'];
  const hash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== hash) return [400, 'XAmzContentSHA256Mismatch'];

  const signer = new SignatureV4({
    credentials: s3Key,
    region,
    service: 's3',
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  });
  const names = signed.split(';');
  if (!['host', 'x-amz-date', 'x-amz-content-sha256'].every((name) => names.includes(name)))
    return [403, 'AccessDenied'];
  const expected = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: url,
      query: {},
      headers: Object.fromEntries(names.map((name) => [name, String(headers[name])])),
    },
    { signingDate: new Date(at) },
  );
  return expected.headers.authorization === sent ? undefined : [403, 'SignatureDoesNotMatch'];
}

/** SHA-256, or HMAC with a secret, in the form that the signer asks for. */
class Sha256 {
  private readonly state;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const key = typeof secret === 'string' || !secret ? secret : bytesOf(secret);
    this.state = key ? createHmac('sha256', key) : createHash('sha256');
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.state.update(typeof data === 'string' ? data : bytesOf(data));
  }
  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.state.digest());
  }
  reset(): void {
    throw new Error('a signer uses each once');
  }
}

const bytesOf = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
