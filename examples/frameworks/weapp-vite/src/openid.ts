/** Logs in and asks the server for the openid. */
export async function fetchOpenid(): Promise<string> {
  const { code } = await wx.login();
  return new Promise((resolve, reject) => {
    wx.request<{ openid: string }>({
      url: 'http://127.0.0.1:2020/openid',
      method: 'POST',
      data: { code },
      success: ({ data }) => resolve(data.openid),
      fail: reject,
    });
  });
}
