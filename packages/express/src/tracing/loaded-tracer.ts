import { ProxyTracerProvider, type Tracer, trace } from '@opentelemetry/api';

const name = 'weapp-login';

/** The tracer of the OpenTelemetry SDK that was loaded before this program, if one was. */
export function loadedTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}
