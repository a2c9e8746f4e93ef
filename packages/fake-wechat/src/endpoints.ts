import { checksession } from './checksession.ts';
import { getuserphonenumber } from './getuserphonenumber.ts';
import { jscode2session } from './jscode2session.ts';
import type { JsonObject } from './json.ts';
import { resetusersessionkey } from './resetusersessionkey.ts';
import { stableToken } from './stable-token.ts';
import { token } from './token.ts';
import type { World } from './world.ts';

export interface WechatRequest {
  method: string;
  query: URLSearchParams;
  /** Undefined where the body is no JSON object. */
  body: JsonObject | undefined;
  /** The caller's IP address. */
  address: string;
}

/** A body, or the errcode of a refusal; with the person whom it is about, where it is about someone. */
export type Answer = { personId?: string } & ({ body: JsonObject } | { errcode: number });

/** Every path of api.weixin.qq.com that the fake answers. */
export const endpoints = {
  '/sns/jscode2session': jscode2session,
  '/cgi-bin/token': token,
  '/cgi-bin/stable_token': stableToken,
  '/wxa/business/getuserphonenumber': getuserphonenumber,
  '/wxa/checksession': checksession,
  '/wxa/resetusersessionkey': resetusersessionkey,
} satisfies Record<string, (request: WechatRequest, world: World) => Answer>;

export type Endpoint = keyof typeof endpoints;

export const endpointPaths = Object.keys(endpoints) as [Endpoint, ...Endpoint[]];

export function isEndpoint(path: string): path is Endpoint {
  return Object.hasOwn(endpoints, path);
}
