/**
 * Runs work again and again, never twice at a time. It keeps no process alive.
 * @param everyMs milliseconds from one start to the next
 * @param work gets a signal, upon which it ends as soon as it can; it does not reject
 * @returns stops it, and resolves when the work under way is done
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
