interface Waiting<Found> {
  key: string;
  resolve(found: Found | undefined): void;
  reject(error: unknown): void;
}

/**
 * Returns a lookup that shares queries: the first key leaves at once, and those that come meanwhile in one turn of the event
 * loop, or while `maxQueries` are under way, are looked up together. Each is looked up after it was asked for, so no caller gets what is older than its
 * call.
 * @param options.find resolves with what there is, by key
 * @param options.maxKeys of one query
 */
export function batchLookups<Found>(options: {
  find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>;
  maxKeys: number;
  maxQueries: number;
}): (key: string) => Promise<Found | undefined> {
  const { find, maxKeys, maxQueries } = options;
  let waiting: Waiting<Found>[] = [];
  let underWay = 0;
  let isPlanned = false;

  function send() {
    isPlanned = false;
    while (waiting.length > 0 && underWay < maxQueries) {
      const batch = waiting.slice(0, maxKeys);
      waiting = waiting.slice(maxKeys);
      underWay += 1;
      find(batch.map(({ key }) => key))
        .then(
          (found) => {
            for (const { key, resolve } of batch) resolve(found.get(key));
          },
          (error: unknown) => {
            for (const { reject } of batch) reject(error);
          },
        )
        .finally(() => {
          underWay -= 1;
          plan();
        });
    }
  }

  function plan() {
    if (isPlanned || waiting.length === 0 || underWay >= maxQueries) return;
    isPlanned = true;
    setImmediate(send);
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject });
      if (underWay === 0) send();
      else plan();
    });
}
