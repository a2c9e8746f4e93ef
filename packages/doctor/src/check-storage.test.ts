import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { type DataLocations, openStore } from '@weapp-login/express/diagnostics';
import type { S3Bucket } from '@weapp-login/express/src/file-store/s3-files';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { startPostgres } from '@weapp-login/express/test/postgres';
import { s3Key, startS3Server } from '@weapp-login/express/test/s3-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkDataFolder } from './check-data-folder.ts';
import { checkDatabase, checkPictures } from './check-storage.ts';

const locations = (changes: Partial<DataLocations>): DataLocations => {
  const dataDir = temporaryFolder();
  const file = path.join(dataDir, 'weapp-login.sqlite');
  return {
    dataDir,
    store: { file },
    files: { folder: path.join(dataDir, 'pictures') },
    ...changes,
  };
};

describe('a store in a file', () => {
  test('that is not there yet is passed, and is not made', async () => {
    const none = locations({});
    expect(await checkDatabase(none, 14)).toMatchObject([
      { status: 'passed', message: expect.stringContaining('will be created at the first start') },
    ]);
    expect(readdirSync(none.dataDir)).toEqual([]);
  });

  test('that a server made is passed, and its folder is for its user alone', async () => {
    const dataDir = path.join(temporaryFolder(), 'data');
    const made = locations({ dataDir, store: { file: path.join(dataDir, 'weapp-login.sqlite') } });
    const store = openStore(made.store);
    await store.check(0);
    await store.close();
    expect(await checkDatabase(made, 14)).toMatchObject([{ check: 'database', status: 'passed' }]);
    expect(await checkDataFolder({ dataDir, production: true })).toMatchObject([
      { status: 'passed' },
    ]);
  });

  test.each<[string, (file: string) => void]>([
    ['is not a database', (file) => writeFileSync(file, 'not a database at all, but some text')],
    ['is a folder', (file) => mkdirSync(file)],
  ])('that %s fails', async (_, make) => {
    const file = path.join(temporaryFolder(), 'weapp-login.sqlite');
    make(file);
    const [result] = await checkDatabase(locations({ store: { file } }), 14);
    expect(result).toMatchObject({ check: 'database', status: 'failed' });
    expect(result?.fix).toContain(file);
  });
});

test('a PostgreSQL server that is unreachable fails, without the password in the message', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const url = `postgres://weapp:a-password@127.0.0.1:${port}/weapp`;
  const [result] = await checkDatabase(locations({ store: { url } }), 14);
  expect(result).toMatchObject({
    check: 'database',
    status: 'failed',
    fix: expect.stringContaining('DATABASE_URL'),
  });
  expect(JSON.stringify(result)).not.toContain('a-password');
});

describe('a PostgreSQL server', () => {
  const check = async (change: (url: URL) => void, connections = 4) => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.close());
    const url = new URL(await postgres.createDatabase());
    change(url);
    return checkDatabase(locations({ store: { url: url.href } }), connections);
  };

  test('that accepts writes passes', async () => {
    const results = await check(() => undefined);
    expect(results[0]).toMatchObject({ status: 'passed', message: 'PostgreSQL accepts writes' });
  });

  test('that refuses has a fix for the very cause', async () => {
    const results = await check((url) => {
      url.pathname = '/none';
    });
    expect(results).toMatchObject([
      { status: 'failed', fix: expect.stringContaining('database of DATABASE_URL does not exist') },
    ]);
  });

  test('with fewer connections than the server needs fails', async () => {
    const results = await check(() => undefined, 100_000);
    expect(results.at(-1)).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('DATABASE_CONNECTIONS is 100000'),
    });
  });
});

describe('a bucket for pictures', () => {
  const examined = async (changes: Partial<S3Bucket> = {}) => {
    const server = await startS3Server({ now: Date.now });
    onTestFinished(() => server.close());
    const files = { bucket: { ...server.bucket, ...changes } };
    return checkPictures({ locations: locations({ files }), now: Date.now });
  };

  test('is tried', async () => {
    expect(await examined()).toMatchObject([{ check: 'pictures', status: 'passed' }]);
  });

  test('that refuses the access key fails, without the key in the message', async () => {
    const results = await examined({ region: 'elsewhere' });
    expect(results).toMatchObject([
      { status: 'failed', message: 'the bucket responded with 403 SignatureDoesNotMatch' },
    ]);
    expect(JSON.stringify(results)).not.toContain(s3Key.secretAccessKey);
  });

  test('is not asked for where pictures are in the data folder', async () => {
    expect(await checkPictures({ locations: locations({}), now: Date.now })).toEqual([]);
  });
});
