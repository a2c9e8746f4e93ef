import { z } from 'zod';
import type { Call } from '../call.ts';
import type { AccessToken } from './cache.ts';

/** The answer of getStableAccessToken; WeChat counts in seconds. */
const stableTokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

export type FetchStableToken = (options: { forceRefresh: boolean }) => Promise<AccessToken>;

/** The token counts as issued when it was asked for, so that it never expires later here than at WeChat. */
export const createStableTokenFetch =
  (options: {
    call: Call;
    appId: string;
    appSecret: string;
    now: () => number;
  }): FetchStableToken =>
  async ({ forceRefresh }) => {
    const { call, appId, appSecret, now } = options;
    const askedAt = now();
    const answer = await call({
      endpoint: 'getStableAccessToken',
      path: '/cgi-bin/stable_token',
      query: {},
      body: {
        grant_type: 'client_credential',
        appid: appId,
        secret: appSecret,
        ...(forceRefresh && { force_refresh: true }),
      },
      secrets: [appSecret],
      schema: stableTokenSchema,
      actsOnce: false,
      signal: undefined,
    });
    return { accessToken: answer.access_token, expiresAt: askedAt + answer.expires_in * 1000 };
  };
