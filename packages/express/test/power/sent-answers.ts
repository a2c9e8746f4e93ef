import type { Operation } from './journal.ts';

/** When the server sent its answer to each request, by the id that the request brought. */
export function sentAnswers(operations: readonly Operation[]): Map<string, number> {
  const sent = new Map<string, number>();
  for (const { kind, first, at } of operations) {
    if (kind !== 'sent') continue;
    const id = /\r\nx-request-id: ([\w-]+)\r\n/i.exec(first.toString('latin1'))?.[1];
    if (id !== undefined && !sent.has(id)) sent.set(id, at);
  }
  return sent;
}
