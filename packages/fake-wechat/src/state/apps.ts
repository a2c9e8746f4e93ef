/** A mini program registered with the fake platform. */
export interface FakeApp {
  appId: string;
  appSecret: string;
  /** Bound to the Open Platform account: responses include the unionid of people who have one. */
  unionBound: boolean;
  /** Token of its message push (消息推送). */
  messageToken?: string;
  /** EncodingAESKey of its message push: 43 characters. */
  encodingAesKey?: string;
}

/** The AppID that DevTools uses without a registration. Its AppSecret is public. */
export const touristApp: FakeApp = {
  appId: 'touristappid',
  appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e',
  unionBound: true,
  messageToken: 'fa4eMessageToken',
  encodingAesKey: 'fa4efa4efa4efa4efa4efa4efa4efa4efa4efa4efa4',
};

/** Two apps of one Open Platform account: the same person has two openids and one unionid. */
export const defaultApps: readonly FakeApp[] = [
  touristApp,
  {
    appId: 'wx0000000000000002',
    appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
    unionBound: true,
    messageToken: 'fa4e0002MessageToken',
    encodingAesKey: 'fa4e0002fa4e0002fa4e0002fa4e0002fa4e0002fa4',
  },
];

/** Returns the app with that AppID. @throws {Error} if there is none */
export function knownApp(apps: readonly FakeApp[], appId: string): FakeApp {
  const app = apps.find((candidate) => candidate.appId === appId);
  if (!app) throw new Error(`unknown AppID: ${appId}`);
  return app;
}
