import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { type Origins, originOf, platformHeaders } from './origins.ts';
import type { ForwardAnswer } from './protocol.ts';

/** The WebSockets of a mini program. */
export interface SocketTunnel {
  /**
   * Says what keeps a WebSocket from its host.
   * @returns undefined where the host is forwarded
   */
  refuse(url: unknown): Extract<ForwardAnswer, { ok: false }> | undefined;
  /** Connects a phone that asks for `/wx/socket?url=…` with the server behind the URL. */
  connect(request: IncomingMessage, phone: Duplex, head: Buffer): void;
}

const querySchema = z.object({
  url: z.url({ protocol: /^wss?$/ }),
  appId: z.string().regex(/^\w+$/),
  header: z
    .string()
    .transform((text) => JSON.parse(text) as unknown)
    .pipe(z.record(z.string(), z.string())),
});

/** The headers of the handshake; the browser chooses them, and the server answers them. */
const handshake = /^(?:connection|upgrade|sec-websocket-.*)$/i;

export function createSocketTunnel(origins: Origins): SocketTunnel {
  return {
    refuse(url) {
      const parsed = querySchema.shape.url.safeParse(url);
      if (!parsed.success) return { ok: false, errno: 600009, reason: 'invalid url' };
      const asked = new URL(parsed.data);
      if (origins.targetOf(asked)) return undefined;
      const unforwarded = originOf(asked);
      return { ok: false, errno: 600002, reason: 'url not in domain list', unforwarded };
    },
    connect(request, phone, head) {
      phone.on('error', () => phone.destroy());
      const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      const query = querySchema.safeParse(Object.fromEntries(searchParams));
      const asked = query.success ? new URL(query.data.url) : undefined;
      const target = asked && origins.targetOf(asked);
      if (!query.success || !asked || !target) return refuseUpgrade(phone, '400 Bad Request');
      const { header, appId } = query.data;
      const own = Object.entries(header).filter(([name]) => !handshake.test(name));
      const asBrowser = Object.entries(request.headers).filter(([name]) => handshake.test(name));
      const headers = { ...Object.fromEntries(own), ...platformHeaders(appId), host: asked.host };
      const { request: send } = target.protocol === 'https:' ? https : http;
      const outgoing = send(target, { headers: { ...headers, ...Object.fromEntries(asBrowser) } });
      outgoing.on('upgrade', (response, server, serverHead) => {
        const lines = response.rawHeaders.flatMap((name, at, all) =>
          at % 2 === 0 ? [`${name}: ${all[at + 1]}`] : [],
        );
        phone.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
        phone.write(serverHead);
        server.write(head);
        server.pipe(phone).pipe(server);
        server.on('error', () => phone.destroy());
        phone.on('close', () => server.destroy());
        server.on('close', () => phone.destroy());
      });
      outgoing.on('response', (response) => {
        response.resume();
        refuseUpgrade(phone, '502 Bad Gateway');
      });
      outgoing.on('error', () => refuseUpgrade(phone, '502 Bad Gateway'));
      phone.on('close', () => outgoing.destroy());
      outgoing.end();
    },
  };
}

/** Answers a request for a WebSocket with a status, and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
