/**
 * What the fake WeChat is known by, as its documentation gives it. A server that runs without an AppID of its own in
 * development talks to the fake as this mini program. The secret is none.
 */
export const fakeWechat = {
  appId: 'touristappid',
  appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e',
  url: (port: number): string => `http://127.0.0.1:${port}`,
};
