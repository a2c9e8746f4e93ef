import { expect, test } from 'vitest';
import { createPhone } from 'weapp-login/test/phone';
import { openTerms } from './privacy.ts';

const asked = ({ wx }: ReturnType<typeof createPhone>) =>
  openTerms(wx as unknown as WechatMiniprogram.Wx);

test('terms that wait for consent are named', async () => {
  const host = createPhone();
  host.phone.terms = '《隐私保护指引》';
  await expect(asked(host)).resolves.toBe('《隐私保护指引》');
});

test('terms that were agreed to are not named', async () => {
  const host = createPhone();
  host.wx.getPrivacySetting = ({ success }) =>
    success?.({ needAuthorization: false, privacyContractName: '《隐私保护指引》', errMsg: 'ok' });
  await expect(asked(host)).resolves.toBe('');
});

test('where WeChat does not tell, it will ask by itself', async () => {
  const host = createPhone();
  host.phone.termsErrno = 5;
  await expect(asked(host)).resolves.toBe('');
});

test('an older WeChat knows no consent', async () => {
  await expect(openTerms({} as WechatMiniprogram.Wx)).resolves.toBe('');
});
