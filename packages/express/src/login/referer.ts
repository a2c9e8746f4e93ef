/** What WeChat itself sends with every wx.request of a mini program. Anyone else can send it too. */
const pattern = /^https:\/\/servicewechat\.com\/([A-Za-z0-9]{1,64})\//;

/** The AppID of the mini program that a Referer names: a hint for a diagnosis, never an authorization. */
export const refererAppId = (referer: string | undefined): string | undefined =>
  pattern.exec(referer ?? '')?.[1];
