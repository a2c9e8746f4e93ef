/** A mini program registered with the fake platform. */
export interface FakeApp {
  appId: string;
  appSecret: string;
  /** Bound to the Open Platform account: answers carry the unionid of people who have one. */
  unionBound: boolean;
}

/** The AppID that DevTools uses when nobody has registered one, with a secret for it that is no secret. */
export const touristApp: FakeApp = {
  appId: 'touristappid',
  appSecret: 'fa4efa4efa4efa4efa4efa4efa4efa4e',
  unionBound: true,
};

/** Two apps of one Open Platform account, so that one unionid under two openids can be seen. */
export const defaultApps: readonly FakeApp[] = [
  touristApp,
  {
    appId: 'wx0000000000000002',
    appSecret: 'fa4e0002fa4e0002fa4e0002fa4e0002',
    unionBound: true,
  },
];

/** @throws for an AppID that none of the apps has */
export function knownApp(apps: readonly FakeApp[], appId: string): FakeApp {
  const app = apps.find((candidate) => candidate.appId === appId);
  if (!app) throw new Error(`unknown AppID: ${appId}`);
  return app;
}
