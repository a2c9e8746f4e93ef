import { expect, test } from 'vitest';
import { redact } from './redact.ts';

test.each([
  ['request:fail url not in domain list', 'request:fail url not in domain list'],
  [
    'request:fail errcode:-202 cronet_error_code:-202',
    'request:fail errcode:-202 cronet_error_code:-202',
  ],
  [
    'login:fail 系统错误，错误码：41002，appid missing',
    'login:fail 系统错误，错误码：41002，appid missing',
  ],
  [
    'request:fail -200:net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
    'request:fail -200:net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH',
  ],
  ['request:fail code: 40029', 'request:fail code: 40029'],
])('%s is for developers to read', (errMsg, shown) => {
  expect(redact(errMsg)).toBe(shown);
});

const code = '0a3Xy1ll2NqzLg4FbXkl2mPQrZ0a3Xyf';
const token = 'Qm9vbS1zaGFrYS1sYWthLWJvb20tc2hha2EtbGFrYQA';

test.each([
  `request:fail https://api.test/login?code=${code}`,
  `request:fail https://api.test/login#token=${token}`,
  `request:fail header {"Authorization":"Bearer ${token}"}`,
  'request:fail header Authorization: Bearer short',
  `login:fail {"code":"${code}"}`,
  'login:fail js_code=short',
  `request:fail ${token}`,
  `request:fail a/${token}/b`,
  'login:fail aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=',
])('a secret is left out of %s', (errMsg) => {
  const shown = redact(errMsg);
  expect(shown).toMatch(/^(request|login):fail /);
  for (const secret of [code, token, 'short', 'aGVsbG8']) expect(shown).not.toContain(secret);
});

test('the host and path of an address stay', () => {
  expect(redact('request:fail https://api.test/me?a=b not in list')).toBe(
    'request:fail https://api.test/me not in list',
  );
});

test('it is short, and there only where WeChat wrote something', () => {
  expect(redact('a b '.repeat(200))).toHaveLength(200);
  for (const nothing of ['', undefined, null, 5, {}]) expect(redact(nothing)).toBeUndefined();
});
