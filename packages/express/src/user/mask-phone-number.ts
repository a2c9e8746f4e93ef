/** How much of a number with that many digits is shown at its start and at its end. */
const shown = (digits: number): [number, number] =>
  digits >= 10 ? [3, 2] : digits > 4 ? [2, 2] : [0, 0];

/**
 * Masks a phone number for display as WeChat asks: the first three and the last two digits, of a number under ten digits
 * the first two and the last two. A country code counts as part of the number, which shows less rather than more.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/security.html
 */
export function maskPhoneNumber(phoneNumber: string): string {
  const plus = phoneNumber.startsWith('+') ? '+' : '';
  const digits = phoneNumber.replace(/\D/g, '');
  const [first, last] = shown(digits.length);
  return [
    plus,
    digits.slice(0, first),
    '*'.repeat(digits.length - first - last),
    digits.slice(digits.length - last),
  ].join('');
}
