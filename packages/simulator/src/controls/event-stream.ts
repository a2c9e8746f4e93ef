import type { FakeEvent, FakeWechat } from '@weapp-login/fake-wechat';
import type { Request, Response } from 'express';

export interface PageStreams {
  /** Server-Sent Events for one page: `wechat` for each event of the fake, `reload` for each new build. */
  open(req: Request, res: Response): void;
  reload(): void;
  /**
   * Sends an event to the page that was opened last.
   * @returns whether one is open
   */
  sendToNewest(event: string, data: unknown): boolean;
  onOpen(listener: () => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** A new page receives what happened `since` it was opened; one that comes back, what it has missed. */
export function createPageStreams(wechat: FakeWechat): PageStreams {
  const pages = new Set<Response>();
  const openListeners: (() => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const write = (page: Response, event: FakeEvent) =>
    page.write(`id: ${event.id}\nevent: wechat\ndata: ${JSON.stringify(event)}\n\n`);
  const send = (page: Response, event: string, data: unknown) =>
    page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const unsubscribe = wechat.onEvent((event) => {
    for (const page of pages) write(page, event);
  });

  return {
    open(req, res) {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(':\n\n');
      const last = Number(req.get('last-event-id') ?? 0);
      // A number that is yet to come was given by another fake, before a restart.
      const seen = last > (wechat.events.at(-1)?.id ?? 0) ? 0 : last;
      const since = Number(req.query.since ?? Number.POSITIVE_INFINITY);
      for (const event of wechat.events)
        if (event.id > seen && event.at >= since) write(res, event);
      pages.add(res);
      res.on('close', () => pages.delete(res));
      for (const listener of openListeners) listener();
    },
    reload() {
      for (const page of pages) send(page, 'reload', {});
    },
    sendToNewest(event, data) {
      const newest = [...pages].at(-1);
      if (newest) send(newest, event, data);
      return newest !== undefined;
    },
    onOpen: (listener) => void openListeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close() {
      unsubscribe();
      for (const listener of closeListeners) listener();
      for (const page of pages) page.end();
    },
  };
}
