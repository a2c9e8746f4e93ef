import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { contextOf } from '../request/request-context.ts';

/**
 * Records each request as a span, a child of the caller's `traceparent` if present. Like the log line it has the
 * route pattern and never the URL, a header or a body. Attribute names follow
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/.
 */
export const traceRequests =
  (tracer: Tracer): RequestHandler =>
  (req, res, next) => {
    const { method } = req;
    const parent = propagation.extract(context.active(), req.headers);
    const span = tracer.startSpan(
      method,
      { kind: SpanKind.SERVER, attributes: { 'http.request.method': method } },
      parent,
    );
    res.once('close', () => {
      const route: unknown = req.route?.path;
      if (typeof route === 'string') {
        span.updateName(`${method} ${route}`);
        span.setAttribute('http.route', route);
      }
      span.setAttributes({
        'http.response.status_code': res.statusCode,
        'weapp_login.request_id': contextOf(res).id,
      });
      if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    context.with(trace.setSpan(parent, span), next);
  };
