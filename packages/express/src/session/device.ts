/** Patterns of WeChat's User-Agent by system, the most specific first. */
const devices: readonly (readonly [RegExp, string])[] = [
  [/wechatdevtools/i, 'WeChat DevTools'],
  [/OpenHarmony|ArkWeb/i, 'HarmonyOS'],
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh|Mac OS X/, 'Mac'],
];

/** Returns the device type from a User-Agent: recognizable to its owner, too coarse for tracking. */
export const deviceOf = (userAgent: string | undefined): string | undefined =>
  devices.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1];
