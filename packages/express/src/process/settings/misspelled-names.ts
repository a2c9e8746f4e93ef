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

/** So short or so common that other programs' variables are near them by chance. */
const common = ['NODE_ENV', 'PORT', 'HOST', 'WORKERS', 'LOG_LEVEL'];

/**
 * The setting that a name was probably meant to be, or undefined.
 * @param options.inFile whether it stands in a file of ours; the environment is full of other programs' names
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
 * Sentences about names that are not settings but nearly are. One whose right name is set too is left alone: it belongs to
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
