import { jscode2session } from './jscode2session.ts';
import type { World } from './world.ts';

export interface WechatRequest {
  method: string;
  query: URLSearchParams;
}

export interface Answer {
  body: Readonly<Record<string, string | number>>;
  /** Whom the answer is about, where it is about someone. */
  personId?: string;
}

/** Every path of api.weixin.qq.com that the fake answers. */
export const endpoints = {
  '/sns/jscode2session': jscode2session,
} satisfies Record<string, (request: WechatRequest, world: World) => Answer>;

export type Endpoint = keyof typeof endpoints;

export const endpointPaths = Object.keys(endpoints) as [Endpoint, ...Endpoint[]];

export function isEndpoint(path: string): path is Endpoint {
  return Object.hasOwn(endpoints, path);
}
