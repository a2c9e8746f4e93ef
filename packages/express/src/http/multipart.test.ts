import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { avatarFile } from 'weapp-login';
import { readMultipart } from './multipart.ts';

test('a form without a boundary fails once, also if its caller leaves before the answer', async () => {
  const failures: unknown[] = [];
  const app = express();
  const read = readMultipart(avatarFile);
  app.post('/', async (req, res) => {
    req.once('close', () => server.close());
    await Promise.resolve(read(req, res, (error) => failures.push(error))).catch((error) => {
      failures.push(error);
      socket.destroy();
    });
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data\r\nContent-Length: 99\r\n\r\nhalf',
  );
  await once(server, 'close');
  expect(failures).toEqual([expect.objectContaining({ code: 'invalid-request' })]);
});
