import type { Tracer } from '@opentelemetry/api';
import { hasPeer, loadPeer } from '../peers/load-peer.ts';

const name = 'weapp-login';

/** Returns the tracer of the OpenTelemetry SDK loaded before this program, if any. */
export function loadedTracer(): Tracer | undefined {
  // An SDK needs it too.
  if (!hasPeer('@opentelemetry/api')) return undefined;
  const { ProxyTracerProvider, trace } = loadPeer('@opentelemetry/api');
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer(name)
    : provider.getTracer(name);
}
