import type { Sent } from '../phone-protocol.ts';

/** Sends JSON to the simulator's server. */
export type Send = (path: string, body: unknown) => Sent;

export const createSend =
  (origin: string): Send =>
  (path, body) => {
    const controller = new AbortController();
    const answer = fetch(new URL(path, origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: controller.signal,
    }).then(async (response) => ({
      status: response.status,
      body: response.status === 204 ? undefined : ((await response.json()) as unknown),
    }));
    return { answer, abort: () => controller.abort() };
  };
