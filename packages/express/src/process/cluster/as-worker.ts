import cluster from 'node:cluster';
import { AggregatorRegistry, type Registry } from 'prom-client';
import { type FromPrimary, type FromWorker, fromPrimary } from './messages.ts';

/** What a worker has to do with the process that started it. */
export interface Primary {
  /** The metrics of all workers together, as Prometheus reads them. */
  readMetrics(): Promise<string>;
  /** Lets go of it, so that this process can end. */
  leave(): void;
}

/**
 * Connects a worker with the process that started it; does nothing in a server of one process.
 * @param options.registry the metrics of this process
 * @param options.close is called when this process is to end
 */
export function asWorker(options: { registry: Registry; close: () => void }): Primary | undefined {
  const { worker } = cluster;
  if (!worker) return undefined;
  AggregatorRegistry.setRegistries(options.registry);
  // Made for what it does when it is made: it answers the primary's questions from now on.
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
