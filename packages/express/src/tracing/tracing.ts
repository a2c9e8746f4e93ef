import type { Tracer } from '@opentelemetry/api';
import type { WechatClient } from '@weapp-login/wechat-api';
import type { RequestObservers } from '../request/begin-request.ts';
import { traceRequests } from './trace-requests.ts';
import { traceWechat } from './trace-wechat.ts';

/** Spans for requests and for calls to WeChat. */
export interface Tracing {
  traceRequest: NonNullable<RequestObservers['traceRequest']>;
  traceWechat(client: WechatClient): WechatClient;
}

/** Makes spans with a tracer of OpenTelemetry. */
export function createTracing(tracer: Tracer): Tracing {
  return {
    traceRequest: traceRequests(tracer),
    traceWechat: (client) => traceWechat(client, tracer),
  };
}
