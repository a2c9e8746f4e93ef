interface Batch<Result> {
  size: number;
  result: Promise<Result>;
  run(): void;
}

/**
 * Returns a function that runs `work` once for all its calls in one turn of the event loop: at the end of the turn, or
 * as soon as there are `maxBatch` of them. `work` runs after each of those calls was made, so no caller gets a result that
 * is older than its call.
 *
 * @param work if it throws, every call of the batch rejects with the error
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
