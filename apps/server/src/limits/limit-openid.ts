import { ProblemError } from '@weapp-login/shared';
import type { Exchange } from '../login/exchange.ts';
import type { Limiter } from './limiter.ts';

/** Limits how often one person may log in, so that nobody can fill the store with sessions. */
export const limitOpenid =
  ({ exchange, limiter }: { exchange: Exchange; limiter: Limiter }): Exchange =>
  async (app, code, request) => {
    const identity = await exchange(app, code, request);
    const { allowed, resetSeconds } = await limiter(`${app.appId} ${identity.openid}`);
    if (!allowed)
      throw new ProblemError('too-many-requests', {
        detail: 'Too many logins of this person.',
        retryAfter: resetSeconds,
      });
    return identity;
  };
