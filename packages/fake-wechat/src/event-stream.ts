import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FakeEvent } from './events.ts';
import type { FakeWechat } from './fake-wechat.ts';

/**
 * Server-Sent Events: what is kept of the past, then each event as it happens. A client that
 * reconnects gets only what came after its `Last-Event-ID`.
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
