import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { expect, onTestFinished, test } from 'vitest';
import { createHttpServer } from '../fast/http-server.ts';

const start = async (
  answer: (req: express.Request, res: express.Response) => void,
  options: Parameters<typeof createHttpServer>[1] = {},
) => {
  const server = createHttpServer(express().use(answer), options);
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const open = () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { server, open };
};
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const many = (count: number) =>
  Array.from({ length: count }, (_, number) => get(`/${number}`)).join('');

test('of requests that come together four are handled at a time, and answered in order', async () => {
  let under = 0;
  let most = 0;
  const { open } = await start(async (req, res) => {
    under += 1;
    most = Math.max(most, under);
    await sleep(Math.random() * 5);
    under -= 1;
    res.end(`<${req.url}>`);
  });
  const socket = open();
  socket.write(many(100));
  let answers = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answers += text;
  });
  await expect.poll(() => answers, { timeout: 10_000 }).toContain('</99>');
  const order = [...answers.matchAll(/<\/(\d+)>/g)].map(([, number]) => Number(number));
  expect(order).toEqual(Array.from({ length: 100 }, (_, number) => number));
  expect(most).toBe(4);
});

test('a connection with more than a hundred unanswered requests is ended', async () => {
  let handled = 0;
  const closed: string[] = [];
  const { open } = await start((req, res) => {
    handled += 1;
    res.once('close', () => closed.push(req.url));
  });
  const socket = open();
  socket.write(many(101));
  await once(socket.resume(), 'close');
  expect(handled).toBe(4);
  // Every started response learns of the end, so that it releases its resources.
  await expect.poll(() => closed.toSorted()).toEqual(['/0', '/1', '/2', '/3']);
});

test('only a bounded part of an unread response is produced', async () => {
  let made = 0;
  const large = Buffer.alloc(1024 * 1024);
  const { open } = await start((_req, res) => {
    made += 1;
    res.end(large);
  });
  const socket = open().pause();
  socket.write(many(100));
  await sleep(500);
  // Those that the system takes off our hands, and four.
  expect(made).toBeLessThan(30);
});

const answerAll = (_req: unknown, res: ServerResponse) => void res.end(Buffer.alloc(1024 * 1024));

test.each([
  ['is not read at all', { stallTimeoutMs: 200 }, 0],
  ['is read a little at a time', { answers: { answerTimeoutMs: 500 } }, 50],
])('a connection whose answer %s is ended', async (_, limits, everyMs) => {
  const { server, open } = await start(answerAll, limits);
  const ended = new Promise<void>((resolve) => {
    server.on('connection', (socket) => socket.once('close', resolve));
  });
  const socket = open().pause();
  socket.write(many(50));
  const reading = everyMs && setInterval(() => socket.read(1_000), everyMs);
  await ended;
  clearInterval(reading || undefined);
});

test('a request that takes its time is not taken for a stalled one while it is read', async () => {
  const { open } = await start((_req, res) => void setTimeout(() => res.end('late'), 300), {
    answers: { answerTimeoutMs: 2_000 },
    stallTimeoutMs: 2_000,
  });
  const socket = open();
  for (let round = 0; round < 3; round += 1) {
    socket.write(get('/'));
    expect(String((await once(socket, 'data'))[0])).toContain('late');
  }
});
