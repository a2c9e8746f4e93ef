import { once } from 'node:events';
import {
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pictures } from '../../test/pictures.ts';
import { rawRequest } from '../../test/raw-request.ts';
import { problemOf, startTestServer, type TestServer } from '../../test/server.ts';
import type { FileStore } from '../file-store/file-store.ts';
import { openFileStore } from '../file-store/open-file-store.ts';

const name = `${'a'.repeat(22)}.png`;
const picture = Buffer.alloc(900_000, 'x');
pictures['image/png'].copy(picture);

let folder: string;
let server: TestServer;
let files: FileStore;
/** Takes the place of what is read, if it is set. */
let readInstead: FileStore['read'] | undefined;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weapp-login-serve-'));
  files = openFileStore({ folder }, { now: Date.now });
  await files.put(name, { bytes: picture, contentType: 'image/png' });
  readInstead = undefined;
  server = await startTestServer({
    files: { ...files, read: (name) => (readInstead ?? files.read)(name) },
  });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const get = (method = 'GET') =>
  `${method} /pictures/${name} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
const requests = (count: number) =>
  `GET /pictures/${name} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(count);

/** How many descriptors of this process are of the picture. */
const openCount = () =>
  process.platform === 'linux'
    ? readdirSync('/proc/self/fd').filter((descriptor) => {
        try {
          return readlinkSync(`/proc/self/fd/${descriptor}`).endsWith(name);
        } catch {
          return false;
        }
      }).length
    : 0;

test('a picture comes whole, with its length, and its file is closed', async () => {
  const response = await server.get(`/pictures/${name}`);
  expect(response.headers.get('content-length')).toBe(String(picture.length));
  expect(Buffer.from(await response.arrayBuffer()).equals(picture)).toBe(true);
  await expect.poll(openCount).toBe(0);
});

test('HEAD has the same headers and no body, and its file is closed', async () => {
  const answer = await rawRequest(server.url, get('HEAD'));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toContain(`Content-Length: ${picture.length}\r\n`);
  expect(answer.split('\r\n\r\n')[1]).toBe('');
  await expect.poll(openCount).toBe(0);
});

test('of many that are asked for on a connection that reads nothing, one is open', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let asked = 0;
  readInstead = (name) => {
    asked += 1;
    return files.read(name);
  };
  socket.write(requests(40));
  await expect.poll(() => asked).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  // The buffers of the system take some megabytes.
  expect(asked).toBeLessThan(20);
  expect(openCount()).toBeLessThanOrEqual(1);
  socket.destroy();
  await expect.poll(openCount).toBe(0);
  expect(asked).toBeLessThan(20);
});

test('those that are asked for at once come one after the other, each whole', async () => {
  const answer = await rawRequest(server.url, requests(2) + get());
  expect(answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(3);
  expect(answer.match(/x{899000}/g)).toHaveLength(3);
});

test('a phone that leaves in the middle leaves no file open, and no error in the log', async () => {
  const { hostname, port } = new URL(server.url);
  for (let times = 0; times < 10; times++) {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(get());
    await once(socket, 'data');
    socket.destroy();
  }
  await expect.poll(openCount).toBe(0);
  expect(server.logLines().filter(({ level }) => level === 'error')).toEqual([]);
});

describe('a read that fails', () => {
  const failing =
    (stream: Readable): FileStore['read'] =>
    async () => ({ stream, size: 900_000 });
  const broken = (before: Buffer[]) =>
    failing(
      Readable.from(
        (async function* () {
          yield* before;
          await new Promise(setImmediate);
          throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
        })(),
        { objectMode: false },
      ),
    );

  test('before the first byte is store-unavailable', async () => {
    readInstead = broken([]);
    const response = await server.get(`/pictures/${name}`);
    expect((await problemOf(response)).code).toBe('store-unavailable');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('retry-after')).toBe('2');
  });

  test('in the middle ends the connection, and is in the log', async () => {
    readInstead = broken([picture.subarray(0, 100_000)]);
    const answer = await rawRequest(server.url, get());
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer.length).toBeLessThan(picture.length);
    await expect
      .poll(() => server.logLines())
      .toContainEqual(expect.objectContaining({ store: 'a picture was truncated: EIO' }));
  });

  test('by ending early ends the connection: the next answer is not its other half', async () => {
    readInstead = failing(Readable.from([picture.subarray(0, 100_000)], { objectMode: false }));
    const answer = await rawRequest(server.url, requests(1) + get());
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

test.each([
  ['empty', (file: string) => truncateSync(file)],
  ['overwritten', (file: string) => writeFileSync(file, Buffer.alloc(1_000))],
])('a picture whose file is %s is not found, and the log says so', async (_, damage) => {
  damage(path.join(folder, name));
  expect((await problemOf(await server.get(`/pictures/${name}`))).code).toBe('not-found');
  expect(server.logLines()).toContainEqual(
    expect.objectContaining({ msg: 'picture file is damaged' }),
  );
  await expect.poll(openCount).toBe(0);
});
