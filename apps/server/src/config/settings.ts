import { z } from 'zod';

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, {
    error: 'has to be a whole number from 0 to 65535',
  })
  .transform(Number);

const webAddress = z
  .url({
    protocol: /^https?$/,
    error: 'has to be an address such as https://api.weixin.qq.com',
  })
  .regex(/^[^?#@]+$/, 'has to be an address without credentials, query and fragment')
  .transform((url) => url.replace(/\/+$/, ''));

/**
 * Every environment variable that the server reads, with the fault to report of each. Defaults that depend on another
 * variable are in config.ts.
 */
export const settings = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'], 'has to be development, test or production')
    .default('development'),
  PORT: port.default(2020),
  HOST: z.string().optional(),
  WECHAT_APP_ID: z
    .string()
    .regex(
      /^(wx[0-9a-f]{16}|touristappid)$/,
      'has to be wx and 16 hexadecimal digits; copy it from mp.weixin.qq.com → 开发管理 → 开发设置',
    )
    .optional(),
  WECHAT_APP_SECRET: z.string().regex(/^\S+$/, 'has a space in it; copy it again').optional(),
  WECHAT_API_URL: webAddress.optional(),
  FAKE_WECHAT_PORT: port.default(2021),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'has to be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
} satisfies Record<string, z.ZodType>;

export type SettingName = keyof typeof settings;
