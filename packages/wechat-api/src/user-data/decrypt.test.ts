import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encrypt, encryptBlocks, faultOf, published, watermarked } from '../../test/user-data.ts';
import { decryptUserData } from './decrypt.ts';
import { UserDataError, userDataFaults } from './errors.ts';

const otherKey = 'AAAAAAAAAAAAAAAAAAAAAA==';

test('the published sample decrypts to the published document', () => {
  expect(decryptUserData(published)).toMatchObject({
    openId: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
    nickName: 'Band',
    unionId: 'ocMvos6NjeKLIBqg5Mr9QjxrP1FA',
    watermark: { timestamp: 1_477_314_187, appid: 'wx4f4bc4dec97d474b' },
  });
});

test('text beyond ASCII arrives whole', () => {
  const data = encrypt(watermarked({ nickName: '小明🎐' }), published.sessionKey);
  expect(decryptUserData({ ...published, ...data })).toMatchObject({ nickName: '小明🎐' });
});

describe('each fault has its own code', () => {
  const bytes = Buffer.from(published.encryptedData, 'base64');
  const damagedAt = (position: number) => {
    const damaged = Buffer.from(bytes);
    damaged[position] = (damaged[position] ?? 0) ^ 0xff;
    return damaged.toString('base64');
  };
  const other = (text: string) => encrypt(text, published.sessionKey);
  /** Our data with a character of its text replaced by `byte`, and padded as told. */
  const padded = (padding: number[], byte = 0x20) => {
    const length = (nickName: string) => Buffer.byteLength(watermarked({ nickName }));
    const filler = (32 - ((length('') + 1 + padding.length) % 16)) % 16;
    const content = Buffer.from(watermarked({ nickName: `@${' '.repeat(filler)}` }));
    content[content.indexOf('@')] = byte;
    return encryptBlocks(Buffer.concat([content, Buffer.from(padding)]), published.sessionKey);
  };
  const age = (seconds: number) => ({ now: (1_477_314_187 + seconds) * 1000 });

  test.each<[string, string, Partial<typeof published>]>([
    ['malformed-session-key', 'a key that is not base64', { sessionKey: 'tiihtNczf5v6AKRyjwEUh!' }],
    ['malformed-session-key', 'a key of 15 bytes', { sessionKey: 'AAAAAAAAAAAAAAAAAAAA' }],
    ['malformed-iv', 'an iv that is not base64', { iv: 'no base64' }],
    ['malformed-iv', 'an iv of 32 bytes', { iv: Buffer.alloc(32).toString('base64') }],
    ['malformed-data', 'base64 that encodes nothing', { encryptedData: 'ä'.repeat(64) }],
    ['malformed-data', 'data with a bit too many', { encryptedData: 'AAAAAAAAAAAAAAAAAAAAAB==' }],
    [
      'malformed-data',
      'half of a percent sequence',
      { encryptedData: `${published.encryptedData}%3` },
    ],
    ['malformed-data', 'no data', { encryptedData: '' }],
    ['malformed-data', 'half a block', { encryptedData: bytes.subarray(0, -8).toString('base64') }],
    ['wrong-key', 'the key of another login', { sessionKey: otherKey }],
    ['wrong-iv', 'the iv of other data', { iv: otherKey }],
    [
      'bad-padding',
      'a last block cut off',
      { encryptedData: bytes.subarray(0, -16).toString('base64') },
    ],
    ['bad-padding', 'a damaged end', { encryptedData: damagedAt(bytes.length - 1) }],
    ['bad-padding', 'a padding of 17 bytes', padded(Array(17).fill(17))],
    ['bad-padding', 'a padding of unequal bytes', padded([2, 3, 3])],
    ['not-json', 'text that is not UTF-8', padded([1], 0xff)],
    ['not-json', 'a damaged middle', { encryptedData: damagedAt(160) }],
    ['not-json', 'a JSON array', other(JSON.stringify(['readable from end to end']))],
    ['no-watermark', 'no watermark', other(JSON.stringify({ nickName: '小明' }))],
    ['no-watermark', 'a timestamp that is text', other(watermarked({}, { timestamp: '1' }))],
    ['foreign-app', 'the data of another app', { appId: 'wx0000000000000002' }],
    ['stale-watermark', 'data of 61 seconds ago', age(61)],
    ['stale-watermark', 'data of 61 seconds from now', age(-61)],
  ])('%s: %s', (fault, _what, change) => {
    expect(faultOf({ ...published, ...change })).toBe(fault);
  });

  test.each([60, -60])('a watermark %i seconds away is fresh enough at 60', (seconds) => {
    expect(decryptUserData({ ...published, ...age(seconds) })).toHaveProperty('nickName');
  });

  test('every fault has words of its own', () => {
    const messages = userDataFaults.map((fault) => new UserDataError(fault).message);
    expect(new Set(messages).size).toBe(10);
  });

  test('no error holds a key, an iv or a piece of the data', () => {
    const changes = [
      { sessionKey: otherKey },
      { iv: otherKey },
      { encryptedData: damagedAt(160) },
      { encryptedData: `${published.encryptedData}!` },
      { appId: 'wx0000000000000002' },
      age(61),
    ];
    for (const change of changes) {
      const input = { ...published, ...change };
      const told = inspect(thrownBy(input), { depth: Infinity, showHidden: true });
      const { sessionKey, iv, encryptedData } = input;
      for (const secret of [sessionKey, iv, encryptedData, 'Band', 'oGZUI0', 'Guangzhou'])
        expect(told).not.toContain(secret);
    }
  });
});

describe('base64 as it arrives', () => {
  const lines = (text: string, end: string) => text.replace(/(.{76})/g, `$1${end}`);
  const each = (change: (text: string) => string) => ({
    iv: change(published.iv),
    encryptedData: change(published.encryptedData),
  });
  test.each<[string, { iv: string; encryptedData: string }]>([
    ['with line breaks', each((text) => lines(text, '\n'))],
    ['with the line breaks of MIME', each((text) => `${lines(text, '\r\n')}\r\n`)],
    ['with a blank for each +', each((text) => text.replaceAll('+', ' '))],
    ['with blanks before and after', each((text) => ` ${text}  `)],
    ['percent-encoded', each(encodeURIComponent)],
    ['as a form encodes it', each((text) => new URLSearchParams({ text }).toString().slice(5))],
    ['without its padding', each((text) => text.replace(/=+$/, ''))],
    ['in the URL-safe alphabet', each((text) => Buffer.from(text, 'base64').toString('base64url'))],
  ])('%s decrypts', (_, arrived) => {
    expect(decryptUserData({ ...published, ...arrived })).toHaveProperty('nickName', 'Band');
  });

  test('of an iv with + decrypts too, when a blank stands for it at either end', () => {
    const key = published.sessionKey;
    const starting = Buffer.from('+bBXXKkLb8qrSNn05n0q+A==', 'base64');
    const { encryptedData } = encrypt(watermarked({ nickName: 'Band' }), key, starting);
    const iv = ' bBXXKkLb8qrSNn05n0q A==';
    expect(decryptUserData({ ...published, iv, encryptedData })).toHaveProperty('nickName', 'Band');
  });
});

test.each([
  ['\n', '\n'],
  ['\u0000 and \u001f', '\u0000 and \u001f'],
  ['\\"\t\\\\\u0008', '"\t\\\u0008'],
])('a raw control character in a nickname does no harm: %j', (raw, nickName) => {
  const text = watermarked({ nickName: '@' }).replace('@', () => raw);
  const data = encrypt(text, published.sessionKey);
  expect(decryptUserData({ ...published, ...data })).toHaveProperty('nickName', nickName);
});

describe('whatever comes', () => {
  const base64 = (bytes: fc.Arbitrary<Uint8Array>) =>
    bytes.map((value) => Buffer.from(value).toString('base64'));
  const sixteen = base64(fc.uint8Array({ minLength: 16, maxLength: 16 }));
  const anything = fc.oneof(fc.string(), sixteen, base64(fc.uint8Array({ maxLength: 200 })));
  const blocks = fc
    .array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { minLength: 1, maxLength: 20 })
    .map((list) => Buffer.concat(list).toString('base64'));

  test('random input ends in a fault, never in a crash', () => {
    fc.assert(
      fc.property(anything, anything, anything, (sessionKey, iv, encryptedData) => {
        expect(userDataFaults).toContain(faultOf({ ...published, sessionKey, iv, encryptedData }));
      }),
      { numRuns: 500 },
    );
  });

  test('random blocks under random keys end in a fault too', () => {
    fc.assert(
      fc.property(sixteen, sixteen, blocks, (sessionKey, iv, encryptedData) => {
        expect(userDataFaults).toContain(faultOf({ ...published, sessionKey, iv, encryptedData }));
      }),
      { numRuns: 500 },
    );
  });

  test('another key never decrypts, and is never taken for another iv', () => {
    fc.assert(
      fc.property(sixteen, (sessionKey) => {
        fc.pre(sessionKey !== published.sessionKey);
        expect(faultOf({ ...published, sessionKey })).toBe('wrong-key');
      }),
      { numRuns: 500 },
    );
  });

  test('what was encrypted comes back, of any content', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), sixteen, (members, sessionKey) => {
        const text = watermarked(members);
        const data = decryptUserData({ ...published, sessionKey, ...encrypt(text, sessionKey) });
        expect(data.watermark).toEqual(JSON.parse(text).watermark);
      }),
      { numRuns: 300 },
    );
  });

  const mutations = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), {
    minLength: 0,
    maxLength: 4,
  });
  const mutate = (text: string, changes: [number, number][]) => {
    const bytes = Buffer.from(text, 'base64');
    for (const [position, bits] of changes) {
      const at = position % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ bits;
    }
    return bytes.toString('base64');
  };

  test("mutations of another app's data never come out as data", () => {
    const foreign = encrypt(
      watermarked({ nickName: '小红' }, { appid: 'wx0000000000000002' }),
      published.sessionKey,
    );
    fc.assert(
      fc.property(mutations, mutations, (dataChanges, ivChanges) => {
        const encryptedData = mutate(foreign.encryptedData, dataChanges);
        const iv = mutate(foreign.iv, ivChanges);
        expect(userDataFaults).toContain(faultOf({ ...published, encryptedData, iv }));
      }),
      { numRuns: 1000 },
    );
  });

  test('mutations of our data come out with our watermark or end in a fault', () => {
    fc.assert(
      fc.property(mutations, mutations, (dataChanges, ivChanges) => {
        const encryptedData = mutate(published.encryptedData, dataChanges);
        const iv = mutate(published.iv, ivChanges);
        const fault = faultOf({ ...published, encryptedData, iv });
        if (fault) expect(userDataFaults).toContain(fault);
        else
          expect(decryptUserData({ ...published, encryptedData, iv }).watermark.appid).toBe(
            published.appId,
          );
      }),
      { numRuns: 1000 },
    );
  });
});

function thrownBy(input: Parameters<typeof decryptUserData>[0]): unknown {
  try {
    decryptUserData(input);
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
