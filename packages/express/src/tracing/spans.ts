import type { WechatClient } from '@weapp-login/wechat-api';
import type { RequestObservers } from '../request/begin-request.ts';

/** Spans for requests and for calls to WeChat. */
export interface Tracing {
  traceRequest: NonNullable<RequestObservers['traceRequest']>;
  traceWechat(client: WechatClient): WechatClient;
}
