import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { networkOf } from './caller-address.ts';
import { createLimiter } from './limiter.ts';

test('allows so many a minute, and tells what is left and for how long', async () => {
  const limiter = createLimiter({ name: 'test', count: 2, seconds: 60 });
  expect(await limiter('a')).toEqual({ allowed: true, remaining: 1, resetSeconds: 60 });
  expect(await limiter('a')).toMatchObject({ allowed: true, remaining: 0 });
  expect(await limiter('a')).toMatchObject({ allowed: false, remaining: 0, resetSeconds: 60 });
});

test('counts in a window of its own length', async () => {
  const limiter = createLimiter({ name: 'test', count: 1, seconds: 86_400 });
  await limiter('a');
  const refused = await limiter('a');
  expect(refused.allowed).toBe(false);
  expect(refused.resetSeconds).toBeGreaterThan(86_390);
});

test('counts each key by itself', async () => {
  const limiter = createLimiter({ name: 'test', count: 1, seconds: 60 });
  await limiter('a');
  expect((await limiter('b')).allowed).toBe(true);
  expect((await limiter('a')).allowed).toBe(false);
});

test('a hundred at the same time: exactly as many as allowed are', async () => {
  const limiter = createLimiter({ name: 'test', count: 7, seconds: 60 });
  const answers = await Promise.all(Array.from({ length: 100 }, () => limiter('a')));
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(7);
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['2001:db8:1::3:4:5:6', '2001:db8:1:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['203.0.113.7:41001', '203.0.113.7'],
  ['"203.0.113.7:41001"', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['[::ffff:203.0.113.7]:443', '203.0.113.7'],
  ['[2001:db8::1]', '2001:db8:0:0::/64'],
  ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
  ['"[2001:db8::1]:443"', '2001:db8:0:0::/64'],
  ['[fe80::1%25eth0]:443', 'fe80:0:0:0::/64'],
  ['unknown', undefined],
  ['_hidden', undefined],
  ['203.0.113.256', undefined],
  ['1', undefined],
  ['', undefined],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('any two addresses of one network count as one', () => {
  const network = randomBytes(8).toString('hex').match(/.{4}/g)?.join(':');
  expect(networkOf(`${network}:1:2:3:4`)).toBe(networkOf(`${network}::ffff`));
});
