// The baseline: Node's server without a session check.
import { createServer } from 'node:http';
import { answer, port } from './answer.js';

createServer((_req, res) => {
  const body = JSON.stringify(answer);
  res
    .writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    })
    .end(body);
}).listen(port, '127.0.0.1');
