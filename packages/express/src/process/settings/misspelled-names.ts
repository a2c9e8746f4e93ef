import { distance } from 'fastest-levenshtein';

const plain = (name: string) => name.toUpperCase().replace(/[^A-Z0-9]/g, '');

const sorted = (text: string) => [...text].sort().join('');

/** Names that other projects use for the same thing. */
const oftenMeant: Readonly<Record<string, string>> = {
  APPID: 'WECHAT_APP_ID',
  WXAPPID: 'WECHAT_APP_ID',
  WEAPPID: 'WECHAT_APP_ID',
  WECHATID: 'WECHAT_APP_ID',
  APPSECRET: 'WECHAT_APP_SECRET',
  WXAPPSECRET: 'WECHAT_APP_SECRET',
  WXSECRET: 'WECHAT_APP_SECRET',
  WECHATSECRET: 'WECHAT_APP_SECRET',
  POSTGRESURL: 'DATABASE_URL',
  TRUSTPROXIES: 'TRUST_PROXY',
  DBURL: 'DATABASE_URL',
};

/** Of those, the ones that other programs read too. */
const alsoOthers = new Set(['APPID', 'APPSECRET', 'POSTGRESURL', 'DBURL']);

/** Too short or common: other programs' variables resemble them by chance. */
const common = ['NODE_ENV', 'PORT', 'HOST', 'WORKERS', 'LOG_LEVEL'];

/**
 * Returns the setting that a name probably misspells, or undefined.
 * @param options.inFile whether the name is in a .env file; the environment has many names of other programs
 */
function meantBy(
  name: string,
  { known, inFile }: { known: readonly string[]; inFile: boolean },
): string | undefined {
  const text = plain(name);
  const often = oftenMeant[text];
  if (often && (inFile || !alsoOthers.has(text))) return often;
  return known.find((setting) => {
    if (!inFile && common.includes(setting)) return false;
    const target = plain(setting);
    if (text.length >= 10 && target.startsWith(text)) return true;
    if (text.length >= 4 && sorted(text) === sorted(target)) return true;
    return distance(text, target) <= Math.min(3, Math.floor(target.length / (inFile ? 4 : 5)));
  });
}

/**
 * Returns a message per name that is nearly a setting. A name whose correct form is also set is ignored: it belongs to
 * something else.
 * @param options.sources the origin of each value, as readEnvFiles returns it
 * @param options.known the names of all settings
 */
export function misspelledNames(options: {
  sources: ReadonlyMap<string, string>;
  known: readonly string[];
}): string[] {
  const { sources, known } = options;
  return [...sources].flatMap(([name, source]) => {
    if (known.includes(name)) return [];
    const meant = meantBy(name, { known, inFile: source !== 'environment' });
    if (meant === undefined || sources.has(meant)) return [];
    const where = source === 'environment' ? '' : ` (in ${source})`;
    return `${name} is not a setting; did you mean ${meant}?${where}`;
  });
}
