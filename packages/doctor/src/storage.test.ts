import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { Places } from '@weapp-login/express/src/config/places';
import type { S3Bucket } from '@weapp-login/express/src/file-store/s3-files';
import { openStore } from '@weapp-login/express/src/store/open-store';
import { temporaryFolder } from '@weapp-login/express/test/mini-program';
import { s3Key, startS3Server } from '@weapp-login/express/test/s3-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { examineDataFolder } from './data-folder.ts';
import { examinePictures, examineStore } from './storage.ts';

const places = (changes: Partial<Places>): Places => {
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
  test('that is not there yet is right, and is not made', async () => {
    const none = places({});
    expect(await examineStore(none, 14)).toMatchObject([
      { verdict: 'right', says: expect.stringContaining('is made at the first start') },
    ]);
    expect(readdirSync(none.dataDir)).toEqual([]);
  });

  test('that a server made is right, and its folder is for its user alone', async () => {
    const dataDir = path.join(temporaryFolder(), 'data');
    const made = places({ dataDir, store: { file: path.join(dataDir, 'weapp-login.sqlite') } });
    const store = openStore(made.store);
    await store.check(0);
    await store.close();
    expect(await examineStore(made, 14)).toMatchObject([{ about: 'store', verdict: 'right' }]);
    expect(await examineDataFolder({ dataDir, production: true })).toMatchObject([
      { verdict: 'right' },
    ]);
  });

  test.each<[string, (file: string) => void]>([
    ['is no database', (file) => writeFileSync(file, 'not a database at all, but some text')],
    ['is a folder', (file) => mkdirSync(file)],
  ])('that %s is a fault', async (_, make) => {
    const file = path.join(temporaryFolder(), 'weapp-login.sqlite');
    make(file);
    const [finding] = await examineStore(places({ store: { file } }), 14);
    expect(finding).toMatchObject({ about: 'store', verdict: 'fault' });
    expect(finding?.mend).toContain(file);
  });
});

test('a PostgreSQL server that is away is a fault, told without the password', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const url = `postgres://weapp:a-password@127.0.0.1:${port}/weapp`;
  const [finding] = await examineStore(places({ store: { url } }), 14);
  expect(finding).toMatchObject({
    about: 'store',
    verdict: 'fault',
    mend: expect.stringContaining('DATABASE_URL'),
  });
  expect(JSON.stringify(finding)).not.toContain('a-password');
});

describe('a bucket for pictures', () => {
  const examined = async (changes: Partial<S3Bucket> = {}) => {
    const server = await startS3Server({ now: Date.now });
    onTestFinished(() => server.close());
    const files = { bucket: { ...server.bucket, ...changes } };
    return examinePictures({ places: places({ files }), now: Date.now });
  };

  test('is tried', async () => {
    expect(await examined()).toMatchObject([{ about: 'pictures', verdict: 'right' }]);
  });

  test('that refuses the key is a fault, told without it', async () => {
    const findings = await examined({ region: 'elsewhere' });
    expect(findings).toMatchObject([
      { verdict: 'fault', says: 'the bucket answered 403 SignatureDoesNotMatch' },
    ]);
    expect(JSON.stringify(findings)).not.toContain(s3Key.secretAccessKey);
  });

  test('is not asked for where pictures are in the data folder', async () => {
    expect(await examinePictures({ places: places({}), now: Date.now })).toEqual([]);
  });
});
