import { readFileSync } from 'node:fs';
import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type net from 'node:net';
import type { AddressInfo } from 'node:net';
import axios, { type AxiosError, type AxiosRequestConfig } from 'axios';
import { afterEach } from 'vitest';
import { createUndiciAdapter } from '../src/undici/adapter.ts';
import { createDispatcher } from '../src/undici/dispatcher.ts';
import type { UndiciCall } from '../src/undici/errors.ts';

export const pem = (name: string) =>
  readFileSync(new URL(`localhost.${name}.pem`, import.meta.url), 'utf8');
export const cert = pem('cert');

/** Run in reverse order after each test. */
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Starts a server of the test's own and counts its connections. */
export const listen = async <Kind extends net.Server>(server: Kind) => {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  server.on('connection', (socket: net.Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanups.push(close);
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}`, connections: () => connections, close };
};
export const serve = (listener: RequestListener) => listen(http.createServer(listener));
export const serveTls = (listener: RequestListener) =>
  listen(https.createServer({ cert, key: pem('key') }, listener) as Server);

const common: AxiosRequestConfig = { proxy: false, maxRedirects: 0, decompress: false };

export const overUndici = (options: Partial<Parameters<typeof createDispatcher>[0]> = {}) => {
  const dispatcher = createDispatcher({ connectTimeoutMs: 1000, ...options });
  cleanups.push(() => dispatcher.destroy());
  return axios.create({ ...common, adapter: createUndiciAdapter(dispatcher) });
};
export const overNode = ({ ca }: { ca?: string } = {}) => {
  const httpAgent = new http.Agent({ keepAlive: true });
  const httpsAgent = new https.Agent({ keepAlive: true, ...(ca && { ca }) });
  cleanups.push(() => {
    httpAgent.destroy();
    httpsAgent.destroy();
  });
  return axios.create({ ...common, adapter: 'http', httpAgent, httpsAgent });
};

export const axiosErrorOf = async (promise: Promise<unknown>): Promise<AxiosError> => {
  const outcome = await promise.catch((error: unknown) => error);
  if (axios.isAxiosError(outcome)) return outcome;
  throw new Error('the call did not fail with an AxiosError', { cause: outcome });
};
export const stageOf = async (promise: Promise<unknown>) =>
  ((await axiosErrorOf(promise)).request as UndiciCall).stage;
