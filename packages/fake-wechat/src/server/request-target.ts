/** The path and query of a request. */
export interface RequestTarget {
  path: string;
  query: URLSearchParams;
}

/** Splits a request target. `URL` is avoided because it throws on some targets that clients can send. */
export function parseRequestTarget(target: string): RequestTarget {
  const mark = target.indexOf('?');
  if (mark === -1) return { path: target, query: new URLSearchParams() };
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) };
}
