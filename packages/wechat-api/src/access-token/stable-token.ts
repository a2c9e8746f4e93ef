import { z } from 'zod';
import type { ApiCall } from '../api-call.ts';
import type { AccessToken } from './cache.ts';

/** The response of getStableAccessToken; `expires_in` is in seconds. */
const stableTokenSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

export type FetchStableToken = (options: { forceRefresh: boolean }) => Promise<AccessToken>;

/** Creates a function that fetches the token. Its lifetime counts from the request, so that it never expires later here than at WeChat. */
export const createStableTokenFetch =
  (options: {
    call: ApiCall;
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
      idempotent: true,
      signal: undefined,
    });
    return { accessToken: answer.access_token, expiresAt: askedAt + answer.expires_in * 1000 };
  };
