import { describeUpstream } from './upstream.contract.ts';

const {
  WECHAT_APP_ID: appId,
  WECHAT_APP_SECRET: appSecret,
  WECHAT_API_URL: url = 'https://api.weixin.qq.com',
  WECHAT_TEST_CODE: code,
  WECHAT_TEST_PHONE_CODE: phoneCode,
} = process.env;

if (!appId || !appSecret) {
  throw new Error('set WECHAT_APP_ID and WECHAT_APP_SECRET to those of your mini program');
}
if (!code) {
  console.warn(
    'No login is tested: set WECHAT_TEST_CODE to a code of wx.login that is younger than five minutes.',
  );
}
if (!phoneCode) {
  console.warn(
    'No phone number is tested: set WECHAT_TEST_PHONE_CODE to a code of the getPhoneNumber button that is younger than five minutes.',
  );
}

describeUpstream('WeChat', {
  url,
  appId,
  appSecret,
  ...(code && { code }),
  ...(phoneCode && { phoneCode }),
});
