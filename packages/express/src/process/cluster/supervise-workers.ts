import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';
import { loadPeer } from '../../peers/load-peer.ts';
import { type FromPrimary, fromWorker } from './messages.ts';

/** The delay before a worker is replaced, so that a recurring crash doesn't keep the machine busy. */
const replaceAfterMs = 1_000;

/**
 * Runs this program in several processes that share only the port and the store; connections are distributed
 * round-robin. A process that exits is replaced. On SIGINT or SIGTERM all finish their requests, then this process exits; a
 * second signal kills them.
 *
 * A worker that exits before it listens has logged why, and another would fail too: then everything exits with its code.
 */
export function superviseWorkers(options: { workers: number; log: Logger }): void {
  const { workers, log } = options;
  const { AggregatorRegistry } = loadPeer('prom-client');
  const registry = new AggregatorRegistry();
  const listening = new WeakSet<Worker>();
  // One worker starts first, so that an error is reported once.
  let started = false;
  let closing = false;

  const tell = (worker: Worker, message: FromPrimary) => {
    if (worker.isConnected()) worker.send(message);
  };
  function closeAll() {
    closing = true;
    for (const worker of Object.values(cluster.workers ?? {}))
      if (worker) tell(worker, { close: true });
  }

  cluster.on('listening', (worker) => {
    listening.add(worker);
    if (started) return;
    started = true;
    for (let count = 1; count < workers; count++) cluster.fork();
  });
  cluster.on('message', (worker, message) => {
    if (!fromWorker.safeParse(message).success) return;
    registry.clusterMetrics().then(
      (metrics) => tell(worker, { metrics }),
      (error: Error) => tell(worker, { metricsFailed: error.message }),
    );
  });
  cluster.on('exit', (worker, code, signal) => {
    if (closing) return;
    if (!listening.has(worker)) {
      process.exitCode = code || 1;
      closeAll();
      return;
    }
    log.error({ pid: worker.process.pid, code, signal }, 'worker exited; starting another');
    setTimeout(() => {
      if (!closing) cluster.fork();
    }, replaceAfterMs);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      log.info({ signal, workers }, 'closing');
      closeAll();
    });

  cluster.fork();
}
