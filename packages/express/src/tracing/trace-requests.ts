import type { Tracer } from '@opentelemetry/api';
import { loadPeer } from '../peers/load-peer.ts';
import type { RequestObservers } from '../request/begin-request.ts';

/**
 * Records each request as a span, a child of the caller's `traceparent` if present. Like the log line it has the
 * route pattern and never the URL, a header or a body. Attribute names follow
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/.
 */
export function traceRequests(tracer: Tracer): NonNullable<RequestObservers['traceRequest']> {
  const { context, propagation, SpanKind, SpanStatusCode, trace } = loadPeer('@opentelemetry/api');
  return ({ req, res, requestId, route }, run) => {
    const { method = '' } = req;
    const parent = propagation.extract(context.active(), req.headers);
    const span = tracer.startSpan(
      route === undefined ? method : `${method} ${route}`,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': method,
          ...(route !== undefined && { 'http.route': route }),
        },
      },
      parent,
    );
    res.once('close', () => {
      span.setAttributes({
        'http.response.status_code': res.statusCode,
        'weapp_login.request_id': requestId,
      });
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), run);
  };
}
