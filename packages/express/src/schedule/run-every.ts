/**
 * Runs work periodically, never concurrently. The timer doesn't keep the process alive.
 * @param everyMs milliseconds from one start to the next
 * @param work receives a signal to end as soon as possible; must not reject
 * @returns a function that stops it and resolves once the current run is done
 */
export function runEvery(
  everyMs: number,
  work: (signal: AbortSignal) => Promise<void>,
): () => Promise<void> {
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work(stop.signal).finally(() => {
      running = undefined;
    });
  }, everyMs);
  timer.unref();
  return async () => {
    stop.abort();
    clearInterval(timer);
    await running;
  };
}
