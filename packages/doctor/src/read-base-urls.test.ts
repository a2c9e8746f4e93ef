import path from 'node:path';
import { expect, test } from 'vitest';
import { readBaseUrls } from './read-base-urls.ts';

const folder = path.resolve(import.meta.dirname, '../../../apps/miniprogram');

test.each(['http://127.0.0.1:2020', 'http://127.0.0.1:2020/', 'http://127.0.0.1:2020//'])(
  'the mini program puts its paths right after %s',
  async (develop) => {
    expect((await readBaseUrls({ folder, develop })).develop).toBe('http://127.0.0.1:2020');
  },
);
