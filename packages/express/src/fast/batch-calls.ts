interface Batch<Result> {
  size: number;
  result: Promise<Result>;
  run(): void;
}

/**
 * Batches calls: runs `work` once for all calls in one event loop turn, at the end of the turn or
 * after `maxBatch` calls. `work` runs after all calls of the batch, so no caller gets a result
 * older than its call.
 *
 * @param work if it throws, every call in the batch rejects with the error
 */
export function batchCalls<Result>(work: () => Result, maxBatch: number): () => Promise<Result> {
  let current: Batch<Result> | undefined;

  function startBatch(): Batch<Result> {
    let runNow = () => {};
    const result = new Promise<Result>((resolve, reject) => {
      runNow = () => {
        if (current !== batch) return;
        current = undefined;
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      };
    });
    const batch = { size: 0, result, run: runNow };
    setImmediate(runNow);
    return batch;
  }

  return () => {
    current ??= startBatch();
    const { result } = current;
    current.size += 1;
    if (current.size === maxBatch) current.run();
    return result;
  };
}
