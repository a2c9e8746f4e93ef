import { ProxyTracerProvider, type Tracer, trace } from '@opentelemetry/api';

const name = 'weapp-login';

/** Returns the tracer of the OpenTelemetry SDK loaded before this program, if any. */
export function loadedTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}
