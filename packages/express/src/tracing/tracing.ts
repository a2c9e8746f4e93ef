import type { Tracer } from '@opentelemetry/api';
import type { Tracing } from './spans.ts';
import { traceRequests } from './trace-requests.ts';
import { traceWechat } from './trace-wechat.ts';

export type { Tracing };

/**
 * Makes spans with a tracer of OpenTelemetry.
 * @throws {MissingPeer} where `@opentelemetry/api` is not installed
 */
export function createTracing(tracer: Tracer): Tracing {
  return {
    traceRequest: traceRequests(tracer),
    traceWechat: (client) => traceWechat(client, tracer),
  };
}
