import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeEvent } from '../state/events.ts';
import type { FakeWechat } from './fake-wechat.ts';

/**
 * Sends Server-Sent Events: the recent ones, then each new one. A client that reconnects receives only those after its
 * `Last-Event-ID`.
 */
export function openEventStream(fake: FakeWechat, req: IncomingMessage, res: ServerResponse): void {
  const lastSeen = Number(req.headers['last-event-id'] ?? 0);
  const write = (event: FakeEvent) =>
    res.write(`id: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);

  res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  res.flushHeaders();
  for (const event of fake.events) if (event.id > lastSeen) write(event);
  res.once('close', fake.onEvent(write));
}
