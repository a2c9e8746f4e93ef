import type { Host, Sent } from '../phone-protocol.ts';

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

/** Opens WebSockets through the simulator's server. */
export const createOpenSocket =
  (origin: string, appId: () => string): Host['openSocket'] =>
  ({ url, header, protocols }, listener) => {
    const query = new URLSearchParams({ url, header: JSON.stringify(header), appId: appId() });
    const address = new URL(`/wx/socket?${query}`, origin);
    address.protocol = 'ws:';
    const socket = new WebSocket(address, protocols);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => listener.opened(socket.protocol);
    socket.onmessage = ({ data }) => listener.received(data as string | ArrayBuffer);
    socket.onclose = ({ code, reason }) => listener.closed(code, reason);
    return {
      send: (data) => socket.send(data),
      // A browser sends no other code.
      close: (code, reason) => socket.close(code >= 3000 ? code : 1000, reason),
    };
  };
