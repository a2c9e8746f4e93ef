import { expect, test } from 'vitest';
import { ProblemError } from '../index.ts';
import { failureOfWx } from '../wx/wx-error.ts';
import { ClientFailure, type FailureCode } from './client-failure.ts';
import { clientFailureWords } from './client-failure-words.ts';
import { failureOf, messageOf } from './message-of.ts';
import { problemWords } from './problem-words.ts';
import type { Language } from './words.ts';

const messages = { ...clientFailureWords, ...problemWords };
const codes = Object.keys(messages) as FailureCode[];
const languages: Language[] = ['zh', 'en'];

test.each(languages)('no two failures have the same message in %s', (language) => {
  const titles = codes.map((code) => messages[code][language][0]);
  expect(new Set(titles).size).toBe(codes.length);
});

test.each(codes)('%s says what happened and what to do in both languages', (code) => {
  const { zh, en } = messages[code];
  expect(zh[0]).toMatch(/\p{Script=Han}/u);
  expect(zh[1]).toMatch(/\p{Script=Han}.*。$/u);
  expect(en[0]).toMatch(/^[A-Z][^\p{Script=Han}]+[^.]$/u);
  expect(en[1]).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u);
  expect(zh[2] === undefined).toBe(en[2] === undefined);
});

test.each([
  ['zh', '请求编号 request-1', '30 秒后可以再试。'],
  ['en', 'Request ID request-1', 'You can try again in 30 s.'],
] as const)('a problem tells its request id and its wait in %s', (language, reference, wait) => {
  const problem = new ProblemError('too-many-requests', { requestId: 'request-1', retryAfter: 30 });
  const message = messageOf(problem, { language, hints: false });
  expect(message).toMatchObject({ code: 'too-many-requests', action: 'retry', reference });
  expect(message.text).toContain(wait);
});

test.each([
  [119, '119 秒后', 'in 119 s.'],
  [121, '3 分钟后', 'in 3 min.'],
  [86_000, '24 小时后', 'in 24 h.'],
])('a wait of %i s is shown in a fitting unit', (retryAfter, zh, en) => {
  const problem = new ProblemError('too-many-requests', { retryAfter });
  expect(messageOf(problem, { language: 'zh', hints: false }).text).toContain(zh);
  expect(messageOf(problem, { language: 'en', hints: false }).text).toContain(en);
});

test('a failure of the phone tells its errno, one of a gateway the status', () => {
  const referenceOf = (failure: ClientFailure) =>
    messageOf(failure, { language: 'en', hints: false }).reference;
  expect(referenceOf(new ClientFailure('timeout', { errno: 5 }))).toBe('errno 5');
  expect(referenceOf(new ClientFailure('server-unavailable', { status: 502 }))).toBe('HTTP 502');
  expect(referenceOf(new ClientFailure('logged-out'))).toBeUndefined();
});

test('the domain list is explained to developers only', () => {
  const failure = new ClientFailure('domain-not-listed');
  expect(messageOf(failure, { language: 'zh', hints: true }).hint).toContain('不校验合法域名');
  expect(messageOf(failure, { language: 'zh', hints: false })).not.toHaveProperty('hint');
});

test('failures stay themselves, and anything else is unexpected', () => {
  const problem = new ProblemError('internal');
  const failure = new ClientFailure('timeout');
  expect(failureOf(problem)).toBe(problem);
  expect(failureOf(failure)).toBe(failure);
  expect(failureOf(new TypeError('x is undefined')).code).toBe('unexpected');
});

test('what WeChat wrote stands in the hint, where there are hints', () => {
  const failure = failureOfWx({ errMsg: 'request:fail net::ERR_CERT_DATE_INVALID' }, 'unreachable');
  const { hint } = messageOf(failure, { language: 'en', hints: true });
  expect(hint).toMatch(
    /^Is the server running, .* errMsg: request:fail net::ERR_CERT_DATE_INVALID$/,
  );
  expect(JSON.stringify(messageOf(failure, { language: 'en', hints: false }))).not.toContain(
    'CERT',
  );
});

test('a failure without a hint of its own has what WeChat wrote as its hint', () => {
  const failure = failureOfWx({ errMsg: 'login:fail invalid appid' }, 'login-failed');
  expect(messageOf(failure, { language: 'zh', hints: true }).hint).toBe(
    'errMsg: login:fail invalid appid',
  );
});

test('what the server wrote about a problem stands in the hint', () => {
  const problem = new ProblemError('invalid-request', {
    detail: 'The code is of another AppID.',
    errors: [{ pointer: '/code', detail: 'must be printable ASCII' }],
  });
  expect(messageOf(problem, { language: 'en', hints: true }).hint).toMatch(
    /The code is of another AppID\.; \/code must be printable ASCII$/,
  );
});

test.each([
  ['/nickname', 'nickname-refused'],
  ['/avatar', 'picture-refused'],
])('an invalid %s is a failure of what the person entered', (pointer, code) => {
  const errors = [{ pointer, detail: 'must have at most 32 characters' }];
  expect(failureOf(new ProblemError('invalid-request', { errors })).code).toBe(code);
});

test.each([
  ['nothing', []],
  ['something that the person does not enter', [{ pointer: '/code', detail: '' }]],
  ['a parameter of that name', [{ in: 'query' as const, pointer: '/nickname', detail: '' }]],
  [
    'more than the entry',
    [
      { pointer: '/nickname', detail: '' },
      { pointer: '/code', detail: '' },
    ],
  ],
])('an invalid request that points at %s stays itself', (_, errors) => {
  expect(failureOf(new ProblemError('invalid-request', { errors })).code).toBe('invalid-request');
});

test('a problem of an app has the words of that app', () => {
  const words = {
    'sold-out': {
      action: 'none',
      zh: ['卖完了', '请选择其他商品。'],
      en: ['Sold out', 'Please choose something else.'],
    },
  } as const;
  const error = new ProblemError('sold-out');
  const options = { language: 'en', hints: false } as const;
  expect(messageOf(error, { ...options, words })).toMatchObject({
    code: 'sold-out',
    title: 'Sold out',
  });
  expect(messageOf(error, options).title).toBe(messages.unexpected.en[0]);
});
