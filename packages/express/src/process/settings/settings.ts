import { limits } from 'weapp-login';
import { z } from 'zod';
import { databaseUrl } from './database-url.ts';
import { limitList } from './limit-list.ts';
import { proxyList } from './proxy-list.ts';
import { proxyUrl } from './proxy-url.ts';
import { appId, appList, appSecret, encodingAesKey, messageToken } from './wechat-credentials.ts';

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
    error: 'must be a whole number from 0 to 65535',
  })
  .transform(Number);

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number, 0 for none')
  .transform(Number);

const webAddress = z
  .url({
    protocol: /^https?$/,
    error: 'must be an address such as https://api.weixin.qq.com',
  })
  .regex(/^[^?#@]+$/, 'must be an address without credentials, query and fragment')
  .transform((url) => url.replace(/\/+$/, ''));

/** The length of 24 random bytes in base64. */
const shortestSecret = 32;

const secretList = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.every((secret) => secret.length >= shortestSecret), {
    error: `must be secrets of at least ${shortestSecret} characters, separated by commas; make one with: openssl rand -base64 32`,
  });

/**
 * All environment variables that the server reads, with their validation messages. Defaults that depend on another
 * variable are in config.ts.
 */
export const settings = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development'),
  PORT: port.default(2020),
  HOST: z.string().optional(),
  WORKERS: z
    .string()
    .regex(/^[1-9]\d?$/, 'must be a whole number from 1 to 99')
    .transform(Number)
    .default(1),
  WECHAT_APP_ID: appId.optional(),
  WECHAT_APP_SECRET: appSecret.optional(),
  WECHAT_APPS: appList.optional(),
  WECHAT_MESSAGE_TOKEN: messageToken.optional(),
  WECHAT_ENCODING_AES_KEY: encodingAesKey.optional(),
  WECHAT_API_URL: webAddress.optional(),
  WECHAT_PROXY_URL: proxyUrl.optional(),
  WECHAT_CLOUD_ENV: z
    .string()
    .regex(
      /^[a-z\d]+(-[a-z\d]+)*$/i,
      'must be an environment ID of 微信云托管, such as prod-0gx1a2b3',
    )
    .optional(),
  WECHAT_CLOUD_PUBLIC_ACCESS: z
    .literal('off', 'must be off: turn 公网访问 off in 服务设置 first')
    .optional(),
  FAKE_WECHAT_PORT: port.default(2021),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_CONNECTIONS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'must be a whole number from 1 to 99999')
    .transform(Number)
    .optional(),
  DATA_DIR: z
    .string()
    .regex(/^[^~$%]/, 'must be a path: ~ and variables are for a shell, and none reads it')
    .default('data'),
  SESSION_KEY_SECRETS: secretList.optional(),
  BUCKET_URL: webAddress.optional(),
  BUCKET_REGION: z.string().default('us-east-1'),
  BUCKET_ACCESS_KEY_ID: z.string().optional(),
  BUCKET_SECRET_ACCESS_KEY: z.string().optional(),
  TRUST_PROXY: proxyList.optional(),
  LIMITS: limitList.default(limits),
  SESSION_LIMIT_PER_USER: count.default(50),
  JOIN_BY_UNIONID: z.enum(['on', 'off'], 'must be on or off').default('off'),
  SHUTDOWN_DELAY_SECONDS: count.optional(),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
} satisfies Record<string, z.ZodType>;

export type SettingName = keyof typeof settings;
