import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const checkEveryMs = 100;

/**
 * A load balancer as they commonly are: it keeps connections to its servers, asks each for `/readyz`, and hands requests
 * to those that are ready, in turn. It sends a request again only if no connection came about, so that nothing is done
 * twice and nothing that a server lost is hidden.
 */
export async function startBalancer() {
  const servers = new Map<string, { ready: boolean; agent: http.Agent }>();
  let turn = 0;
  const send = (url: string, req: http.IncomingMessage, body: Buffer) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const agent = servers.get(url)?.agent;
      const target = new URL(req.url ?? '/', url);
      const { method, headers } = req;
      http
        .request(target, { method, headers, agent, signal: AbortSignal.timeout(15_000) })
        .on('response', resolve)
        .on('error', reject)
        .end(body);
    });

  async function forward(req: http.IncomingMessage, res: http.ServerResponse) {
    const body = await buffer(req);
    const ready = [...servers].filter(([, server]) => server.ready).map(([url]) => url);
    const start = turn++;
    for (let tried = 0; tried < ready.length; tried++) {
      const url = ready[(start + tried) % ready.length] as string;
      try {
        const answer = await send(url, req, body);
        const { connection, 'keep-alive': _, ...headers } = answer.headers;
        const content = await buffer(answer);
        res.writeHead(answer.statusCode ?? 502, headers).end(content);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') continue;
        res.writeHead(502).end(String(error));
        return;
      }
    }
    res.writeHead(502).end('no server is ready');
  }

  const proxy = http.createServer((req, res) => void forward(req, res)).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const isReady = (url: string) =>
    fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      async ({ status, body }) => {
        await body?.cancel();
        return status === 200;
      },
      () => false,
    );
  const check = async (url: string) => {
    const ready = await isReady(url);
    const server = servers.get(url);
    if (server) server.ready = ready;
  };
  const timer = setInterval(() => void Promise.all([...servers.keys()].map(check)), checkEveryMs);

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    async add(url: string) {
      servers.set(url, { ready: false, agent: new http.Agent({ keepAlive: true }) });
      await check(url);
    },
    remove(url: string) {
      servers.get(url)?.agent.destroy();
      servers.delete(url);
    },
    async close() {
      clearInterval(timer);
      for (const { agent } of servers.values()) agent.destroy();
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
