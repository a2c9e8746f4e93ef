/** Where a request goes. */
export interface Target {
  path: string;
  query: URLSearchParams;
}

/** Splits a request target without URL, which throws on some that a client may send. */
export function parseTarget(target: string): Target {
  const mark = target.indexOf('?');
  if (mark === -1) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}
