import { expect, test } from 'vitest';
import { maskPhoneNumber } from './mask-phone-number.ts';

test.each([
  ['12066600001', '120******01'],
  ['+12025550143', '+120******43'],
  ['1234567890', '123*****90'],
  ['123456789', '12*****89'],
  ['+85212345678', '+852******78'],
  ['1234', '****'],
  ['', ''],
])('%s is shown as %s', (number, masked) => expect(maskPhoneNumber(number)).toBe(masked));
