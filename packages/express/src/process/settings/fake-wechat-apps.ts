/**
 * What the fake WeChat is known by, as its documentation gives it. A server that runs without an AppID of its own in
 * development talks to the fake as these mini programs, the first where a request names none. The secrets are none.
 */
export const fakeWechat = {
  apps: [
    { appId: 'touristappid', appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e' },
    { appId: 'wx0000000000000002', appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002' },
  ],
  url: (port: number): string => `http://127.0.0.1:${port}`,
} as const;
