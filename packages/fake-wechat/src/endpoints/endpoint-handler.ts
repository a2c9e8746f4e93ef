import type { JsonObject } from '../protocol/json.ts';
import type { PlatformState } from '../state/platform-state.ts';

export interface WechatRequest {
  method: string;
  query: URLSearchParams;
  /** Undefined if the body is not a JSON object. */
  body: JsonObject | undefined;
  /** The caller's IP address. */
  address: string;
}

/** A response body, or the errcode of a refusal; `personId` if the request concerns one person. */
export type EndpointResult = { personId?: string } & ({ body: JsonObject } | { errcode: number });

export type EndpointHandler = (request: WechatRequest, state: PlatformState) => EndpointResult;
