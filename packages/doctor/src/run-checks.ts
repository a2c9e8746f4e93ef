import { isIP } from 'node:net';
import {
  type Config,
  ConfigError,
  dataLocationsOf,
  readSettings,
  type SettingsRead,
} from '@weapp-login/express/diagnostics';
import { checkBaseUrl } from './check-base-url.ts';
import { checkClock } from './check-clock.ts';
import { checkDataFolder } from './check-data-folder.ts';
import { checkDeclarations } from './check-declarations.ts';
import { checkMessagePush, probeMessagePush } from './check-message-push.ts';
import { checkMiniProgram } from './check-mini-program.ts';
import { type CheckResult, failed, passed, warning } from './check-result.ts';
import { checkDatabase, checkPictures } from './check-storage.ts';
import { checkWechatApp } from './check-wechat-app.ts';
import { type BaseUrls, envVersions, readBaseUrls } from './read-base-urls.ts';

export interface ChecksOptions {
  env: NodeJS.ProcessEnv;
  /** Where a relative DATA_DIR starts. Absolute. */
  serverFolder: string;
  /** The `.env` files, the one that takes precedence first. Absolute. */
  envFiles: readonly string[];
  /** The folder of project.config.json. Absolute; undefined if there is none. */
  miniProgramFolder: string | undefined;
  /** The base URL of the release version, if the mini program has no src/config.ts that tells. */
  releaseUrl?: string | undefined;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Certificate authorities to trust instead of the well-known ones. */
  ca?: string;
}

/** Runs every check: settings, WeChat, the mini program, its base URLs, and storage. */
export async function runChecks(options: ChecksOptions): Promise<CheckResult[]> {
  const { serverFolder, miniProgramFolder, now } = options;
  const settings = readOrExplain(options);
  if (Array.isArray(settings)) return settings;
  const { config } = settings;
  const locations = dataLocationsOf(config, serverFolder);
  const dataFolder = await checkDataFolder({
    dataDir: locations.dataDir,
    production: config.production,
    holdsDatabase: !config.databaseUrl,
  });
  const isWritable = dataFolder.every(({ status }) => status !== 'failed');
  return [
    passed('settings', `OK (${describeSources(settings)})`),
    ...(await checkWechat(config, options)),
    ...checkMiniProgram({ folder: miniProgramFolder, config }),
    ...checkDeclarations({ folder: miniProgramFolder }),
    ...(await checkBaseUrls(settings, options)),
    ...dataFolder,
    ...(isWritable || config.databaseUrl
      ? await checkDatabase(locations, config.databaseConnections.total)
      : []),
    ...(await checkPictures({ locations, now })),
  ];
}

function readOrExplain(options: ChecksOptions): SettingsRead | CheckResult[] {
  const { env, serverFolder, envFiles } = options;
  try {
    return readSettings({ env, serverFolder, envFiles, nodeEnv: 'development' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const fix = 'set it in the environment or in .env';
    return error.faults.map((message) => failed('settings', message, fix));
  }
}

/** Names of settings and files, without any value. */
function describeSources({ sources, files }: SettingsRead): string {
  const names = (source: string) => Object.keys(sources).filter((name) => sources[name] === source);
  const parts = ['environment', ...files].flatMap((source) => {
    const found = names(source);
    if (found.length > 0) return `${found.join(', ')} from ${source}`;
    return source === 'environment' ? [] : `nothing from ${source}`;
  });
  return parts.length > 0 ? parts.join('; ') : 'none are set, so all have their defaults';
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

async function checkWechat(
  config: Config,
  { env, now }: Pick<ChecksOptions, 'env' | 'now'>,
): Promise<CheckResult[]> {
  const { usesFakeWechat, apps, wechatApiUrl, wechatProxyUrl } = config;
  if (usesFakeWechat)
    return [
      warning(
        'AppID',
        'not set, so logins use the fake WeChat',
        'set WECHAT_APP_ID and WECHAT_APP_SECRET, from mp.weixin.qq.com → 开发管理 → 开发设置',
      ),
    ];
  const ignoredProxy = proxyVariables.find((name) => env[name]);
  const results = [];
  for (const app of apps)
    results.push(
      ...(await checkWechatApp({ app, wechatApiUrl, wechatProxyUrl, ignoredProxy, now })),
    );
  return [
    ...results,
    await checkClock({ wechatApiUrl, wechatProxyUrl, now }),
    ...apps.map(checkMessagePush),
  ];
}

/** The server speaks plain HTTP, so a base URL with https: means a proxy. */
function checkProxyTrust(config: Config, baseUrls: BaseUrls): CheckResult[] {
  const behindProxy = [baseUrls.release, baseUrls.trial].find((one) => one?.startsWith('https:'));
  if (!behindProxy || config.usesFakeWechat || config.trustProxy !== false) return [];
  return [
    warning(
      'TRUST_PROXY',
      `not set, although ${behindProxy} is behind a proxy: the login limit counts all callers as one address`,
      'set it to the number of proxies in front of the server, such as 1, or to their addresses; 0 if there are none',
    ),
  ];
}

async function checkBaseUrls(
  { config, values }: SettingsRead,
  options: ChecksOptions,
): Promise<CheckResult[]> {
  const { now, ca } = options;
  const develop = values.API_BASE_URL_DEVELOP?.trim() || `http://127.0.0.1:${config.port}`;
  const baseUrls = await findBaseUrls(options, develop);
  if (!baseUrls)
    return [
      warning(
        'base URLs',
        'not checked: the mini program has no src/config.ts with baseUrlFor',
        'pass the base URL of the released mini program: --url <url>',
      ),
    ];
  const { production } = config;
  const results = envVersions
    .filter((version) => version in baseUrls)
    .map((version) => checkBaseUrl({ version, baseUrl: baseUrls[version], production, now, ca }));
  return [
    ...checkHost(values.HOST?.trim(), develop),
    ...(await Promise.all(results)).flat(),
    ...checkProxyTrust(config, baseUrls),
    ...(await checkPushAddress(config, baseUrls, options)),
  ];
}

async function findBaseUrls(
  { miniProgramFolder: folder, releaseUrl }: ChecksOptions,
  develop: string,
): Promise<BaseUrls | undefined> {
  if (releaseUrl !== undefined) return { release: releaseUrl };
  if (folder === undefined) return undefined;
  return readBaseUrls({ folder, develop }).catch(() => undefined);
}

/** In production, and once there is a base URL: the fake pushes to wherever the server is. */
async function checkPushAddress(
  { apps, usesFakeWechat, production }: Config,
  { release: baseUrl }: BaseUrls,
  { now, ca }: Pick<ChecksOptions, 'now' | 'ca'>,
): Promise<CheckResult[]> {
  if (usesFakeWechat || !production || !baseUrl || !URL.canParse(baseUrl)) return [];
  const results = apps.map((app) => probeMessagePush({ baseUrl, app, now, ca }));
  return (await Promise.all(results)).flat();
}

const loopback = /^(localhost|127\.[\d.]+|\[?::1\]?)$/;

/** Compares the address that the server listens on with the one that phones use in development. */
function checkHost(host: string | undefined, develop: string): CheckResult[] {
  if (!host || !loopback.test(host) || !URL.canParse(develop)) return [];
  const { protocol, hostname } = new URL(develop);
  if (protocol !== 'http:' || !isIP(hostname.replace(/^\[|\]$/g, '')) || loopback.test(hostname))
    return [];
  return [
    failed(
      'HOST',
      `the server listens on ${host} only, but API_BASE_URL_DEVELOP sends phones to ${hostname}`,
      'set HOST to that address, or to 0.0.0.0 for all interfaces',
    ),
  ];
}
