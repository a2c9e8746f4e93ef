import { errcodes } from '@weapp-login/wechat-api';
import { expect, test } from 'vitest';
import { byErrcode, problemOf } from './problems.ts';

test.each(Object.entries(errcodes))(
  '%s is returned as the fault of its cause',
  (errcode, { fault, about }) => {
    const { code } = problemOf({ kind: 'rejected', errcode: Number(errcode), errmsg: '' });
    const callersOwn = fault === 'caller' || fault === 'wechat' || about === 'quota';
    expect(code === 'internal').toBe(!callersOwn);
  },
);

test('every errcode that is answered in its own way is one of the table', () => {
  expect(Object.keys(errcodes)).toEqual(expect.arrayContaining(Object.keys(byErrcode)));
});
