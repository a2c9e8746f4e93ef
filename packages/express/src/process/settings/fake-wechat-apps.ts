/**
 * The fake WeChat's apps, as its documentation lists them. A server without an AppID in
 * development uses these mini programs; the first is the default. Their secrets are public.
 */
export const fakeWechat = {
  apps: [
    {
      appId: 'touristappid',
      appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e',
      messageToken: 'fa4eMessageToken',
      encodingAesKey: 'fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4',
    },
    {
      appId: 'wx0000000000000002',
      appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
      messageToken: 'fa4e0002MessageToken',
      encodingAesKey: 'fa4e0002fa4e0002fa4e0002fa4e0002fa4e0002fa4',
    },
  ],
  url: (port: number): string => `http://127.0.0.1:${port}`,
} as const;
