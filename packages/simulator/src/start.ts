import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { isLoopbackHost } from './same-origin.ts';
import { createSimulator, type ReadListener, type SimulatorOptions } from './simulator.ts';

export interface StartOptions extends SimulatorOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** A loopback address; 127.0.0.1 by default. */
  host?: string;
}

export interface RunningSimulator {
  readonly url: string;
  /** Reports what was read of the folder, and again each time it changes. */
  onRead(listener: ReadListener): void;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/**
 * Starts the browser phone.
 * @throws {RangeError} for a host that other machines could reach; the listen error of node:net, such as EADDRINUSE
 * @example
 * const wechat = await startFakeWechat();
 * const forward = [{ from: 'http://127.0.0.1:2020', to: 'http://127.0.0.1:3000' }];
 * const simulator = await startSimulator({ appDir: '/path/to/dist', forward, wechat });
 * // Open simulator.url in a browser, then:
 * await simulator.close();
 * await wechat.close();
 */
export async function startSimulator(options: StartOptions): Promise<RunningSimulator> {
  const { port = 0, host = '127.0.0.1' } = options;
  const name = host.includes(':') ? `[${host}]` : host;
  if (!isLoopbackHost(name))
    throw new RangeError(`the simulator listens on a loopback address only, not on ${host}`);
  const simulator = await createSimulator(options);
  const server = createServer(simulator.app);
  server.on('upgrade', simulator.upgrade);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    await simulator.close();
    throw error;
  }
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    onRead: simulator.onRead,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await simulator.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
