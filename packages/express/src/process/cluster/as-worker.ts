import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import { loadPeer } from '../../peers/load-peer.ts';
import { type FromPrimary, type FromWorker, fromPrimary } from './messages.ts';

/** A worker's connection to its primary process. */
export interface Primary {
  /** Returns the aggregated metrics of all workers in Prometheus's text format. */
  readMetrics(): Promise<string>;
  /** Closes the connection, so that this process can exit. */
  leave(): void;
}

/**
 * Connects a worker to its primary process; does nothing in a single-process server.
 * @param options.registry the metrics of this process
 * @param options.close called when this process must shut down
 */
export function asWorker(options: { registry: Registry; close: () => void }): Primary | undefined {
  const { worker } = cluster;
  if (!worker) return undefined;
  const { AggregatorRegistry } = loadPeer('prom-client');
  AggregatorRegistry.setRegistries(options.registry);
  // The constructor registers a listener that responds to the primary's requests.
  new AggregatorRegistry();

  let asked: Promise<string> | undefined;
  let answer: (message: Exclude<FromPrimary, { close: true }>) => void;
  const ask = () =>
    new Promise<string>((resolve, reject) => {
      answer = (message) => {
        asked = undefined;
        if ('metrics' in message) resolve(message.metrics);
        else reject(new Error(`the metrics of all workers: ${message.metricsFailed}`));
      };
      worker.send({ ask: 'metrics' } satisfies FromWorker);
    });

  process.on('message', (message) => {
    const { data } = fromPrimary.safeParse(message);
    if (!data) return;
    if ('close' in data) options.close();
    else answer(data);
  });
  return {
    readMetrics() {
      asked ??= ask();
      return asked;
    },
    leave: () => worker.disconnect(),
  };
}
