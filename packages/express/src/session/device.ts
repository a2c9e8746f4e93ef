/** What the User-Agent of WeChat on each system has in it, the more telling first. */
const devices: readonly (readonly [RegExp, string])[] = [
  [/wechatdevtools/i, 'WeChat DevTools'],
  [/OpenHarmony|ArkWeb/i, 'HarmonyOS'],
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
];

/** The kind of device that a User-Agent names: enough for its owner to know it by, and nothing that follows a person. */
export const deviceOf = (userAgent: string | undefined): string | undefined =>
  devices.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
