// The program under test: it exchanges a code of wx.login at WeChat.
const { WECHAT_API_URL = 'https://api.weixin.qq.com' } = process.env;

async function logIn(code, { wechatUrl = WECHAT_API_URL, appId, appSecret }) {
  const query = new URLSearchParams({
    appid: appId,
    secret: appSecret,
    js_code: code,
    grant_type: 'authorization_code',
  });
  const response = await fetch(`${wechatUrl}/sns/jscode2session?${query}`);
  const { openid, errcode, errmsg } = await response.json();
  if (errcode) throw new Error(`WeChat: ${errcode} ${errmsg}`);
  return openid;
}

module.exports = { logIn };
