import type { Limits } from 'weapp-login';
import { z } from 'zod';
import type { S3Bucket } from '../../file-store/s3-files.ts';
import type { App } from '../../wechat/apps.ts';
import { cloudHostingFaults, cloudWechatApiUrl } from './cloud-hosting.ts';
import {
  type DatabaseConnections,
  leastConnections,
  shareConnections,
} from './database-connections.ts';
import { fakeWechat } from './fake-wechat-apps.ts';
import { type SettingName, settings } from './settings.ts';
import { textFault } from './text-faults.ts';
import { whereCredentialsAre } from './wechat-credentials.ts';

const wechatUrl = 'https://api.weixin.qq.com';

export interface Config {
  port: number;
  host: string;
  /** Processes that share the port. */
  workers: number;
  logLevel: z.output<typeof settings.LOG_LEVEL>;
  production: boolean;
  /** The first is the default for requests without an appId. */
  apps: readonly [App, ...App[]];
  wechatApiUrl: string;
  /** An HTTP proxy for calls to WeChat, with its credentials. */
  wechatProxyUrl: string | undefined;
  /** No AppID is set, so the fake WeChat's is used. */
  usesFakeWechat: boolean;
  /** The environment of 微信云托管 whose gateway is trusted to say who makes a request; undefined elsewhere. */
  cloudEnvironmentId: string | undefined;
  /** A PostgreSQL server; without one, records are in a file in the data folder. */
  databaseUrl: string | undefined;
  /** PostgreSQL connections: the total of all processes, and those of one process for records and for counters. */
  databaseConnections: DatabaseConnections;
  /** As configured: absolute, or relative to the server's folder. */
  dataDir: string;
  /** Express's trust proxy setting: how many proxies to trust for X-Forwarded-For, or which; false for none. */
  trustProxy: number | readonly string[] | false;
  /** How often one person and one address may call each route. */
  limits: Limits;
  /** The maximum of open sessions per person; 0 for no limit. */
  sessionLimit: number;
  /** Whether two users become one as soon as a unionid shows that they are one person. */
  joinByUnionid: boolean;
  /** Milliseconds from failing readiness checks to refusing connections. */
  shutdownDelayMs: number;
  /** A bucket for pictures; without one, they are in the data folder. */
  bucket: S3Bucket | undefined;
  /** The newest first; in development there may be none. */
  sessionKeySecrets: readonly string[];
}

/** The settings are invalid. The message lists every fault with its fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings are not right:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the configuration from environment variables. Empty ones count as not set.
 * @throws {ConfigError} listing all faults, without values
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given: Partial<Record<SettingName, string>> = {};
  const faults: string[] = [];
  for (const name of Object.keys(settings) as SettingName[]) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
    const fault = value && textFault(value);
    if (fault) faults.push(`${name} ${fault}`);
  }
  // Other faults of a damaged value are not worth naming.
  if (faults.length > 0) throw new ConfigError(faults);
  const parsed = z.object(settings).safeParse(given);
  faults.push(
    ...replacedFaults(env),
    ...crossFaults(given),
    ...cloudHostingFaults(given, env.CBR_ENV_ID?.trim()),
    ...(parsed.error ? listFaults(parsed.error) : []),
  );
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults);

  const { NODE_ENV, PORT, HOST, LOG_LEVEL, FAKE_WECHAT_PORT, ...wechat } = parsed.data;
  const production = NODE_ENV === 'production';
  const usesFakeWechat = wechat.WECHAT_APP_ID === undefined;
  return {
    port: PORT,
    host: HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    workers: parsed.data.WORKERS,
    logLevel: LOG_LEVEL,
    production,
    apps:
      wechat.WECHAT_APP_ID && wechat.WECHAT_APP_SECRET
        ? [
            {
              appId: wechat.WECHAT_APP_ID,
              appSecret: wechat.WECHAT_APP_SECRET,
              ...(wechat.WECHAT_MESSAGE_TOKEN && { messageToken: wechat.WECHAT_MESSAGE_TOKEN }),
              ...(wechat.WECHAT_ENCODING_AES_KEY && {
                encodingAesKey: wechat.WECHAT_ENCODING_AES_KEY,
              }),
            },
            ...(wechat.WECHAT_APPS ?? []),
          ]
        : fakeWechat.apps,
    wechatApiUrl:
      wechat.WECHAT_API_URL ?? (usesFakeWechat ? fakeWechat.url(FAKE_WECHAT_PORT) : wechatUrl),
    wechatProxyUrl: parsed.data.WECHAT_PROXY_URL,
    usesFakeWechat,
    cloudEnvironmentId: parsed.data.WECHAT_CLOUD_ENV,
    databaseUrl: parsed.data.DATABASE_URL,
    databaseConnections: shareConnections({
      total: parsed.data.DATABASE_CONNECTIONS,
      workers: parsed.data.WORKERS,
    }),
    dataDir: parsed.data.DATA_DIR,
    bucket: bucketOf(parsed.data),
    // The gateway appends the caller's address.
    trustProxy: parsed.data.TRUST_PROXY ?? (parsed.data.WECHAT_CLOUD_ENV ? 1 : false),
    limits: parsed.data.LIMITS,
    sessionLimit: parsed.data.SESSION_LIMIT_PER_USER,
    joinByUnionid: parsed.data.JOIN_BY_UNIONID === 'on',
    shutdownDelayMs: (parsed.data.SHUTDOWN_DELAY_SECONDS ?? (production ? 5 : 0)) * 1000,
    sessionKeySecrets: parsed.data.SESSION_KEY_SECRETS ?? [],
  };
}

function bucketOf(data: {
  BUCKET_URL?: string | undefined;
  BUCKET_REGION: string;
  BUCKET_ACCESS_KEY_ID?: string | undefined;
  BUCKET_SECRET_ACCESS_KEY?: string | undefined;
}): S3Bucket | undefined {
  const { BUCKET_URL: url, BUCKET_REGION: region } = data;
  const { BUCKET_ACCESS_KEY_ID: accessKeyId, BUCKET_SECRET_ACCESS_KEY: secretAccessKey } = data;
  return url && accessKeyId && secretAccessKey
    ? { url, region, accessKeyId, secretAccessKey }
    : undefined;
}

/** Settings of earlier versions, and their replacements. */
const replaced = {
  LOGIN_LIMIT_PER_ADDRESS: 'LIMITS=login.address=',
  LOGIN_LIMIT_PER_OPENID: 'LIMITS=login.person=',
} as const;

const replacedFaults = (env: Readonly<Record<string, string | undefined>>) =>
  Object.entries(replaced)
    .filter(([name]) => env[name]?.trim())
    .map(([name, setting]) => `${name} is not a setting any more: set ${setting} and its number`);

/** Contradictions between settings that are valid on their own. */
function crossFaults(given: Partial<Record<SettingName, string>>): string[] {
  const { NODE_ENV, WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_API_URL, SESSION_KEY_SECRETS } = given;
  const production = NODE_ENV === 'production';
  const appNeeded = production || WECHAT_APP_ID || WECHAT_APP_SECRET || given.WECHAT_APPS;
  const where = `set it to the one at ${whereCredentialsAre}`;
  const faults: string[] = [];
  if (appNeeded && !WECHAT_APP_ID) faults.push(`WECHAT_APP_ID is missing: ${where}`);
  if (appNeeded && !WECHAT_APP_SECRET) faults.push(`WECHAT_APP_SECRET is missing: ${where}`);
  if (production && !SESSION_KEY_SECRETS)
    faults.push('SESSION_KEY_SECRETS is missing: make one with: openssl rand -base64 32');
  if (given.WECHAT_MESSAGE_TOKEN && !WECHAT_APP_ID)
    faults.push('WECHAT_MESSAGE_TOKEN needs WECHAT_APP_ID, whose message push it is of');
  if (given.WECHAT_ENCODING_AES_KEY && !given.WECHAT_MESSAGE_TOKEN)
    faults.push(
      'WECHAT_ENCODING_AES_KEY needs WECHAT_MESSAGE_TOKEN, which stands above it in the console',
    );
  const bucketNeeds = ['BUCKET_URL', 'BUCKET_ACCESS_KEY_ID', 'BUCKET_SECRET_ACCESS_KEY'] as const;
  if (bucketNeeds.some((name) => given[name]))
    for (const name of bucketNeeds.filter((name) => !given[name]))
      faults.push(`${name} is missing: a bucket needs ${bucketNeeds.join(', ')}`);
  if (Number(given.WORKERS) > 1 && !given.DATABASE_URL)
    faults.push('WORKERS needs DATABASE_URL: the file of the embedded store is for one process');
  if (Number(given.DATABASE_CONNECTIONS) < leastConnections * Number(given.WORKERS ?? 1))
    faults.push(
      `DATABASE_CONNECTIONS must be at least ${leastConnections} for each of WORKERS, one for records and one for counters`,
    );
  const inCloud = given.WECHAT_CLOUD_ENV && WECHAT_API_URL === cloudWechatApiUrl;
  if (production && WECHAT_API_URL && !WECHAT_API_URL.startsWith('https://') && !inCloud)
    faults.push(
      'WECHAT_API_URL must begin with https:// in production: requests carry the AppSecret',
    );
  return faults;
}

const listFaults = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${path[0] as string} ${message}`.replace(' : ', ': '));
