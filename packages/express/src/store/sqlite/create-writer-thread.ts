import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store-unavailable.ts';
import { errorOf } from './failure.ts';
import type { DatabaseFile } from './open-for-writing.ts';
import type { Job, Outcome } from './writer.ts';
import type { FromWriter, ToWriter } from './writer-thread.ts';

interface Waiting {
  job: Job;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** The writer thread, seen from the main thread. */
export interface WriterThread {
  /** Resolves once the job's writes are durable. Rejects with the job's error or {@link StoreUnavailable}. */
  run(job: Job): Promise<unknown>;
  /** Waits for pending writes. */
  close(): Promise<void>;
}

/**
 * Returns a thread that writes to an SQLite file. It starts with the first job, and restarts after a crash. It doesn't keep
 * the process alive, except during a job.
 * @param options.onConnectionLost called when the writer has closed its connection after an error
 */
export function createWriterThread(
  options: DatabaseFile & { onConnectionLost: () => void },
): WriterThread {
  let worker: Worker | undefined;
  /** Jobs of this event loop turn, sent as one message. */
  let gathered: Waiting[] = [];
  /** Each in the order of the outcomes to come. */
  const sent = { unsynced: [] as Waiting[], synced: [] as Waiting[] };
  const sentLike = ({ unsynced }: { unsynced?: boolean }) =>
    unsynced ? sent.unsynced : sent.synced;

  function start(): Worker {
    const started = startWorker(options);
    started.on('message', (message: FromWriter) => {
      if (message === 'connection-lost') return options.onConnectionLost();
      const { outcomes } = message;
      const answered = sentLike(message).splice(0, outcomes.length);
      if (sent.unsynced.length + sent.synced.length === 0) started.unref();
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
      for (const { reject } of [...sent.unsynced.splice(0), ...sent.synced.splice(0)])
        reject(error);
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
      for (const each of sending) sentLike(each.job).push(each);
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

function startWorker({ file, own }: DatabaseFile): Worker {
  const workerData: DatabaseFile = { file, own };
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./writer-thread.js', import.meta.url), { workerData });
  // When run from source, the thread needs its own TypeScript loader.
  const loader = import.meta.resolve('tsx/esm/api');
  const entry = new URL('./writer-thread.ts', import.meta.url).href;
  const program = `import('${loader}').then(({ register }) => { register(); return import('${entry}'); })`;
  return new Worker(program, { eval: true, execArgv: [], workerData });
}
