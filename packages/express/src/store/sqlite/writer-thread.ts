// The thread that writes: the entry of a node:worker_threads worker, started by start-writer.ts.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { transactions } from '../sql/transactions.ts';
import type { DatabaseFile } from './open-for-writing.ts';
import { createWriter, type Job, type Outcome } from './writer.ts';

/** Jobs to run, or `close`. */
export type ToWriter = Job[] | 'close';

/** Outcomes of jobs, in order; or the connection was closed after an error. */
export type FromWriter = Outcome[] | 'connection-lost';

/** The maximum of transactions per commit. */
const largestBatch = 500;

const port = parentPort;
if (!port) throw new Error('writer-thread.ts runs in a worker thread only');
const writer = createWriter({ ...(workerData as DatabaseFile), transactions });

port.on('message', (message: ToWriter) => {
  const waiting: Job[] = [];
  let next: ToWriter | undefined = message;
  // Jobs that arrived during the last commit share the next one.
  while (Array.isArray(next)) {
    waiting.push(...next);
    next = receiveMessageOnPort(port)?.message;
  }
  while (waiting.length > 0) {
    port.postMessage(writer.run(waiting.splice(0, largestBatch)) satisfies FromWriter);
    if (!writer.checkpoint()) port.postMessage('connection-lost' satisfies FromWriter);
  }
  if (next === 'close') {
    writer.close();
    port.close();
  }
});
