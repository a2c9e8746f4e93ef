import { expect, test } from 'vitest';
import { createMasker, mask } from './mask.ts';

const code = '0c3Xy9ABcdEFgh12iJKLmnop34QRstUv';
const token = 'q7Lk-2_zXw9PbT4eVn8RyUo1AsDfGh3JcK5MxZi6QtE';

test('of a value the first characters and the length remain', () => {
  expect(mask(code)).toBe('0c3X… (32)');
  expect(mask('short')).toBe('… (5)');
});

test.each([
  ['a code of wx.login', { code }],
  ['a code sent to WeChat', { js_code: code }],
  ['a token in a header', { header: { Authorization: `Bearer ${token}` } }],
  ['a token in an answer', { data: { token } }],
  ['a session_key', { session_key: 'c2Vzc2lvbi1rZXktMTYtYg==' }],
  ['a secret in an address', { url: `https://api.test/x?secret=${code}&a=1` }],
  ['a form', { data: `code=${code}` }],
  ['a value under a name that says nothing', { data: { thing: token } }],
  ['base64 under a name that says nothing', { data: { thing: 'AbCd+/12EfGh3456IjKl78==' } }],
  ['a value within a text', { message: `it was ${token}, it said` }],
])('%s is masked', (_what, value) => {
  const shown = JSON.stringify(createMasker()(value));
  for (const secret of [code, token, 'c2Vzc2lvbi1rZXktMTYtYg==', 'AbCd+/12EfGh3456IjKl78=='])
    expect(shown).not.toContain(secret);
  expect(shown).toContain('… (');
});

test('a secret that was seen once is masked wherever it comes again', () => {
  const masked = createMasker();
  masked({ password: 'correct horse battery' });
  expect(masked({ note: 'it is correct horse battery!' })).toEqual({
    note: `it is ${mask('correct horse battery')}!`,
  });
});

test.each([
  [{ code: 'session-required', status: 401 }],
  [{ code: 0, errMsg: 'request:ok' }],
  [{ openid: 'oE_3VxKBxMvP3y8eC1Ady5Bwrwk4', unionid: 'oFakeUnion-xiaoming-00000001' }],
  [{ url: 'http://127.0.0.1:2020/me', method: 'GET', timeout: 8000 }],
])('%j says what it has to', (value) => {
  expect(createMasker()(value)).toEqual(value);
});

test('what is large, deep or no plain data is cut short', () => {
  const deep: Record<string, unknown> = {};
  deep.self = deep;
  expect(JSON.stringify(createMasker()(deep)).length).toBeLessThan(200);
  expect(createMasker()({ text: 'word '.repeat(1_000) })).toEqual({
    text: `${'word '.repeat(400)}…`,
  });
  expect(createMasker()({ file: new ArrayBuffer(8) })).toEqual({ file: '[object ArrayBuffer]' });
});
