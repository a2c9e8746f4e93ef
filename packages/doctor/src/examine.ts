import { isIP } from 'node:net';
import { type Config, ConfigError } from '@weapp-login/express/src/config/config';
import { placesOf } from '@weapp-login/express/src/config/places';
import { readSettings, type SettingsRead } from '@weapp-login/express/src/config/read-settings';
import { type BaseUrls, envVersions, readBaseUrls } from './base-urls.ts';
import { examineClock } from './clock.ts';
import { examineDataFolder } from './data-folder.ts';
import { type Finding, fault, right, warning } from './finding.ts';
import { examineMiniProgram } from './mini-program.ts';
import { examineServerAddress } from './server-address.ts';
import { examinePictures, examineStore } from './storage.ts';
import { examineAccount } from './wechat-account.ts';

export interface ExamineOptions {
  env: NodeJS.ProcessEnv;
  /** What a relative DATA_DIR begins at. Absolute. */
  serverFolder: string;
  /** Of the mini program's project.config.json. Absolute. */
  miniProgramFolder: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Authorities to trust instead of the well-known ones. */
  ca?: string;
}

/** Looks at a whole set-up: settings, WeChat, the mini program, the addresses, and where things are kept. */
export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const { env, serverFolder, miniProgramFolder, now } = options;
  const read = readOrExplain({ env, serverFolder });
  if (Array.isArray(read)) return read;
  const { config } = read;
  const places = placesOf(config, serverFolder);
  const dataFolder = await examineDataFolder({
    dataDir: places.dataDir,
    production: config.production,
    holdsDatabase: !config.databaseUrl,
  });
  const canWrite = dataFolder.every(({ verdict }) => verdict !== 'fault');
  return [
    right('settings', `OK (${originOf(read)})`),
    ...(await examineWechat(config, options)),
    ...examineMiniProgram({ folder: miniProgramFolder, config }),
    ...(await examineAddresses(read, options)),
    ...dataFolder,
    ...(canWrite || config.databaseUrl
      ? await examineStore(places, config.databaseConnections.total)
      : []),
    ...(await examinePictures({ places, now })),
  ];
}

function readOrExplain(options: {
  env: NodeJS.ProcessEnv;
  serverFolder: string;
}): SettingsRead | Finding[] {
  try {
    return readSettings({ ...options, nodeEnv: 'development' });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const mend = 'set it in the environment or in .env; apps/server/.env.example lists all';
    return error.faults.map((says) => fault('settings', says, mend));
  }
}

/** Names and places only, never a value. */
function originOf({ sources, files }: SettingsRead): string {
  const names = (source: string) => Object.keys(sources).filter((name) => sources[name] === source);
  const parts = ['environment', ...files].flatMap((source) => {
    const found = names(source);
    if (found.length > 0) return `${found.join(', ')} from ${source}`;
    return source === 'environment' ? [] : `nothing from ${source}`;
  });
  return parts.length > 0 ? parts.join('; ') : 'none is set: all defaults';
}

const proxyNames = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'];

async function examineWechat(
  config: Config,
  { env, now }: Pick<ExamineOptions, 'env' | 'now'>,
): Promise<Finding[]> {
  const { withoutAccount, accounts, wechatApiUrl, wechatProxyUrl } = config;
  const ignoredProxy = proxyNames.find((name) => env[name]);
  if (withoutAccount)
    return [
      warning(
        'AppID',
        'none is set, so logins go to the fake WeChat',
        'set WECHAT_APP_ID and WECHAT_APP_SECRET, from mp.weixin.qq.com → 开发管理 → 开发设置',
      ),
    ];
  const findings = [];
  for (const account of accounts)
    findings.push(
      ...(await examineAccount({ account, wechatApiUrl, wechatProxyUrl, ignoredProxy, now })),
    );
  return [...findings, await examineClock({ wechatApiUrl, wechatProxyUrl, now })];
}

/** HTTPS ends at a proxy, because the server speaks plain HTTP. */
function examineTrust(config: Config, addresses: BaseUrls): Finding[] {
  const behindProxy = [addresses.release, addresses.trial].find((one) => one?.startsWith('https:'));
  if (!behindProxy || config.withoutAccount || config.trustProxy !== false) return [];
  return [
    warning(
      'TRUST_PROXY',
      `is not set, and ${behindProxy} is behind a proxy: the login limit counts all callers as one address`,
      'set it to the number of proxies before the server, such as 1, or to their addresses; 0 says that there is none',
    ),
  ];
}

async function examineAddresses(
  { config, values }: SettingsRead,
  options: ExamineOptions,
): Promise<Finding[]> {
  const { miniProgramFolder: folder, now, ca } = options;
  const develop = values.API_BASE_URL_DEVELOP?.trim() || `http://127.0.0.1:${config.port}`;
  const addresses = await readBaseUrls({ folder, develop }).catch(() => undefined);
  if (!addresses)
    return [
      warning(
        'server addresses',
        `${folder} has no src/config.ts that tells them`,
        'run this where the mini program is, too',
      ),
    ];
  const { production } = config;
  const findings = envVersions.map((version) =>
    examineServerAddress({ version, address: addresses[version], production, now, ca }),
  );
  return [
    ...examineListening(values.HOST?.trim(), develop),
    ...(await Promise.all(findings)).flat(),
    ...examineTrust(config, addresses),
  ];
}

const loopback = /^(localhost|127\.[\d.]+|\[?::1\]?)$/;

/** Two settings that must agree: where phones look for the server, and where it listens. */
function examineListening(host: string | undefined, develop: string): Finding[] {
  if (!host || !loopback.test(host) || !URL.canParse(develop)) return [];
  const { protocol, hostname } = new URL(develop);
  if (protocol !== 'http:' || !isIP(hostname.replace(/^\[|\]$/g, '')) || loopback.test(hostname))
    return [];
  return [
    fault(
      'HOST',
      `the server listens on ${host} only, and API_BASE_URL_DEVELOP sends phones to ${hostname}`,
      'set HOST to that address, or to 0.0.0.0 for all',
    ),
  ];
}
