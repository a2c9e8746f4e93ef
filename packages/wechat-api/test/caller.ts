import { readFile, rename, writeFile } from 'node:fs/promises';
import type { AccessTokenCache } from '../src/index.ts';
import { testClient } from './client.ts';

/** A process of its own that asks for a phone number as often as its parent says so. */

interface Work {
  url: string;
  /** Where the access_token is shared with other processes, if it is. */
  cacheFile?: string;
  code: string;
}

const createFileCache = (file: string): AccessTokenCache => ({
  get: () => readFile(file, 'utf8').then(JSON.parse, () => undefined),
  async set(_appId, token) {
    const whole = `${file}.${process.pid}`;
    await writeFile(whole, JSON.stringify(token));
    await rename(whole, file);
  },
});

let client: ReturnType<typeof testClient> | undefined;

process.on('message', async ({ url, cacheFile, code }: Work) => {
  const accessTokenCache = cacheFile ? createFileCache(cacheFile) : undefined;
  client ??= testClient(url, {
    accessTokenCache,
    totalTimeoutMs: 10_000,
    connectTimeoutMs: 10_000,
  });
  const outcome = await client.getPhoneNumber({ code }).then(
    ({ phoneNumber }) => phoneNumber,
    (error: Error) => error.message,
  );
  process.send?.(outcome);
});
process.send?.('ready');
