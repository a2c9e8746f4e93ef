import { expect, test } from 'vitest';
import { errcodes, explainErrcode } from './errcodes.ts';

const rows = Object.entries(errcodes);

test.each(rows)('%s says what it means, whose fault it is and what to do', (_, row) => {
  expect(row.meaning).toMatch(/^[^.]+$/);
  expect(row.fix).toMatch(/^[^.]+(\.[^ ][^.]*)*$/);
  expect(row.page).toMatch(/^https:\/\/developers\.weixin\.qq\.com\//);
  expect(row.about !== undefined).toBe(row.fault === 'operator');
});

test.each([
  [48001, 'operator', 'permissions'],
  [89503, 'operator', 'IP whitelist'],
  [50002, 'caller', undefined],
  [47001, 'program', undefined],
  [-1, 'wechat', undefined],
])('%i is the fault of: %s', (errcode, fault, about) => {
  expect(explainErrcode(errcode)).toMatchObject({ fault, ...(about && { about }) });
});

test('an errcode that WeChat does not document is not explained', () => {
  expect(explainErrcode(99999)).toBeUndefined();
});

test('resetting the AppSecret, which ends the old one, is the last thing to try', () => {
  expect(explainErrcode(40125)?.fix).toMatch(/^check .* only if .* reset/);
});
