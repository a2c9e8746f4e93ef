import type { RequestHandler } from 'express';
import type { Pool } from 'pg';
import type { Exchange } from '../login/exchange.ts';
import { createAddressLimit } from './limit-address.ts';
import { limitOpenid } from './limit-openid.ts';
import { createLimiter } from './limiter.ts';

/** Logins a minute; 0 for no limit. */
export interface LoginLimits {
  /** Behind one address there may be a whole mobile network. */
  perAddress: number;
  perOpenid: number;
  /** Where several processes count together. Without it, each counts for itself. */
  pool?: Pool;
}

/**
 * Puts the limits around logins: by address before the body is read, so that a flood costs neither parsing nor a call
 * to WeChat; by openid as soon as WeChat has told it.
 */
export function limitLogins(options: { exchange: Exchange; limits: LoginLimits | undefined }): {
  exchange: Exchange;
  beforeLogin: RequestHandler[];
} {
  const { exchange, limits } = options;
  const { perAddress = 0, perOpenid = 0, pool } = limits ?? {};
  const limiter = (name: string, most: number) =>
    createLimiter({ name, most, ...(pool && { pool }) });
  return {
    exchange: perOpenid
      ? limitOpenid({ exchange, limiter: limiter('openid', perOpenid) })
      : exchange,
    beforeLogin: perAddress
      ? [createAddressLimit({ limiter: limiter('address', perAddress), most: perAddress })]
      : [],
  };
}
