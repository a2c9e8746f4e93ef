import type { Endpoint } from '../protocol/endpoints.ts';
import { changeopenid } from './changeopenid.ts';
import { checksession } from './checksession.ts';
import type { EndpointHandler } from './endpoint-handler.ts';
import { getuserphonenumber } from './getuserphonenumber.ts';
import { jscode2session } from './jscode2session.ts';
import { resetusersessionkey } from './resetusersessionkey.ts';
import { stableToken } from './stable-token.ts';
import { token } from './token.ts';

/** The handler of each endpoint. */
export const handlers: Readonly<Record<Endpoint, EndpointHandler>> = {
  '/sns/jscode2session': jscode2session,
  '/cgi-bin/token': token,
  '/cgi-bin/stable_token': stableToken,
  '/wxa/business/getuserphonenumber': getuserphonenumber,
  '/wxa/checksession': checksession,
  '/wxa/resetusersessionkey': resetusersessionkey,
  '/cgi-bin/changeopenid': changeopenid,
};
