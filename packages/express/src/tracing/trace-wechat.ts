import type { Span, Tracer } from '@opentelemetry/api';
import { type WechatClient, WechatError } from '@weapp-login/wechat-api';
import { loadPeer } from '../peers/load-peer.ts';

type Method = (input: never) => Promise<unknown>;

/**
 * Wraps a client to record each call as a span. Nothing of the trace is sent to WeChat, and nothing sent to
 * WeChat is recorded.
 */
export function traceWechat(client: WechatClient, tracer: Tracer): WechatClient {
  const { SpanKind } = loadPeer('@opentelemetry/api');
  const traced =
    (name: string, call: Method): Method =>
    (input) =>
      tracer.startActiveSpan(`WeChat ${name}`, { kind: SpanKind.CLIENT }, async (span) => {
        try {
          return await call(input);
        } catch (error) {
          describe(span, error);
          throw error;
        } finally {
          span.end();
        }
      });
  // Every member is a call and keeps its type.
  return Object.fromEntries(
    Object.entries(client).map(([name, call]) => [name, traced(name, call)]),
  ) as unknown as WechatClient;
}

function describe(span: Span, error: unknown): void {
  const { SpanStatusCode } = loadPeer('@opentelemetry/api');
  span.setStatus({ code: SpanStatusCode.ERROR });
  if (!(error instanceof WechatError)) return;
  const { failure } = error;
  span.setAttribute('error.type', failure.kind === 'unreachable' ? failure.reason : failure.kind);
  if (failure.kind !== 'rejected') return;
  span.setAttribute('wechat.errcode', failure.errcode);
  if (failure.rid) span.setAttribute('wechat.rid', failure.rid);
}
