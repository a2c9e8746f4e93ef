import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store-unavailable.ts';
import { errorOf } from './failure.ts';
import type { Job, Outcome } from './writer.ts';
import type { FromWriter, ToWriter } from './writer-thread.ts';

interface Waiting {
  job: Job;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The writer in a thread of its own, seen from the thread that wants something written. */
export interface WriterThread {
  /** Resolves once what the job wrote is on the disk. Rejects with an error of the job, or {@link StoreUnavailable}. */
  run(job: Job): Promise<unknown>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

/**
 * A thread that writes to an SQLite file. It starts at the first job, and again if it ended by a fault. It does not keep
 * the process alive, except while a job waits for it.
 * @param options.onConnectionLost is called when the writer has given up its connection
 */
export function createWriterThread(options: {
  file: string;
  onConnectionLost: () => void;
}): WriterThread {
  let worker: Worker | undefined;
  /** Jobs of this turn of the event loop, which travel together. */
  let gathered: Waiting[] = [];
  /** In the order of the outcomes to come. */
  const sent: Waiting[] = [];

  function start(): Worker {
    const started = startWorker(options.file);
    started.on('message', (outcomes: FromWriter) => {
      if (outcomes === 'connection-lost') return options.onConnectionLost();
      const answered = sent.splice(0, outcomes.length);
      if (sent.length === 0) started.unref();
      for (const [index, outcome] of outcomes.entries()) settle(answered[index], outcome);
    });
    let reason = 'it ended';
    started.on('error', ({ message }) => {
      reason = message;
    });
    started.on('exit', () => {
      worker = undefined;
      options.onConnectionLost();
      const error = new StoreUnavailable(`SQLite: the thread that writes failed: ${reason}`);
      for (const { reject } of sent.splice(0)) reject(error);
    });
    return started;
  }

  function settle(answered: Waiting | undefined, outcome: Outcome) {
    if ('result' in outcome) return answered?.resolve(outcome.result);
    const { failure } = outcome;
    if (failure.kind === 'unavailable' && failure.connectionLost) options.onConnectionLost();
    answered?.reject(errorOf(failure));
  }

  function send() {
    const sending = gathered;
    gathered = [];
    try {
      worker ??= start();
      worker.postMessage(sending.map(({ job }) => job) satisfies ToWriter);
      worker.ref();
      sent.push(...sending);
    } catch (error) {
      // An argument that can't be cloned.
      for (const { reject } of sending) reject(error);
    }
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (gathered.push({ job, resolve, reject }) === 1) setImmediate(send);
      }),
    async close() {
      while (gathered.length > 0) await new Promise(setImmediate);
      if (!worker) return;
      const ended = once(worker, 'exit');
      worker.ref();
      worker.postMessage('close' satisfies ToWriter);
      await ended;
    },
  };
}

function startWorker(file: string): Worker {
  const workerData = { file };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./writer-thread.js', import.meta.url), { workerData });
  // From source, the thread needs a loader for TypeScript, which it doesn't inherit.
  const loader = import.meta.resolve('tsx/esm/api');
  const entry = new URL('./writer-thread.ts', import.meta.url).href;
  const program = `import('${loader}').then(({ register }) => { register(); return import('${entry}'); })`;
  return new Worker(program, { eval: true, execArgv: [], workerData });
}
