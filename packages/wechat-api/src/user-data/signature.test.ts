import { expect, test } from 'vitest';
import { signWithSessionKey, verifySignature } from './signature.ts';

/** The example of WeChat's page on signatures. */
const published = {
  rawData:
    '{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}',
  sessionKey: 'HyVFkGl5F5OQWJZZaNzBBg==',
  signature: '75e81ceda165f4ffa64f4068af58c64b8f54b88c',
};

test('the published signature is good', () => {
  expect(verifySignature(published)).toBe(true);
});

test.each([
  ['other data', { rawData: published.rawData.replace('Band', 'Bend') }],
  ['another key', { sessionKey: 'AAAAAAAAAAAAAAAAAAAAAA==' }],
  ['another signature', { signature: `0${published.signature.slice(1)}` }],
  ['a signature of another length', { signature: published.signature.slice(1) }],
  ['a signature with as many characters and more bytes', { signature: '签'.repeat(40) }],
  ['no signature', { signature: '' }],
])('%s is not good', (_what, change) => {
  expect(verifySignature({ ...published, ...change })).toBe(false);
});

const sessionKey = 'o0q0otL8aEzpcZL/FT9WsQ==';

test('the published message is signed as published', () => {
  expect(signWithSessionKey({ sessionKey, message: '{"foo":"bar"}' })).toBe(
    '654571f79995b2ce1e149e53c0a33dc39c0a74090db514261454e8dbe432aa0b',
  );
});

test('the empty message of checkSessionKey is signed as published', () => {
  expect(signWithSessionKey({ sessionKey, message: '' })).toBe(
    '46e043c5525c2d817c44be603d30837a808a1d930d038f6fdc3e62a201fed128',
  );
});
