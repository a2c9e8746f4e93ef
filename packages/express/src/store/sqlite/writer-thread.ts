// The thread that writes: the entry of a node:worker_threads worker, started by start-writer.ts.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { transactions } from '../sql/transactions.ts';
import type { DatabaseFile } from './open-for-writing.ts';
import { createWriter, type Job, type Outcome } from './writer.ts';

/** Jobs to run, or `close`. */
export type ToWriter = Job[] | 'close';

/**
 * Outcomes of jobs, in the order of those that are unsynced or of those that are not; or the connection was given up
 * without one.
 */
export type FromWriter = { unsynced: boolean; outcomes: Outcome[] } | 'connection-lost';

/** The maximum of transactions per commit. */
const largestBatch = 500;

const port = parentPort;
if (!port) throw new Error('writer-thread.ts runs in a worker thread only');
const writer = createWriter({ ...(workerData as DatabaseFile), transactions });

function run(jobs: Job[], unsynced: boolean): void {
  while (jobs.length > 0) {
    const outcomes = writer.run(jobs.splice(0, largestBatch));
    port?.postMessage({ unsynced, outcomes } satisfies FromWriter);
    if (!writer.checkpoint()) port?.postMessage('connection-lost' satisfies FromWriter);
  }
}

port.on('message', (message: ToWriter) => {
  const waiting: Job[] = [];
  let next: ToWriter | undefined = message;
  // Jobs that arrived during the last commit share the next one.
  while (Array.isArray(next)) {
    waiting.push(...next);
    next = receiveMessageOnPort(port)?.message;
  }
  // What need not be on the disk is answered before a commit that waits for it.
  for (const unsynced of [true, false])
    run(
      waiting.filter((job) => (job.unsynced ?? false) === unsynced),
      unsynced,
    );
  if (next === 'close') {
    writer.close();
    port.close();
  }
});
