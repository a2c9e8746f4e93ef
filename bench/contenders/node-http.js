// The baseline: Node's server without a session check. HEADERS: more headers, a JSON list of names and values.
import { createServer } from 'node:http';
import { answer, port } from './answer.js';

const headers = JSON.parse(process.env.HEADERS ?? '[]');

createServer((_req, res) => {
  const body = JSON.stringify(answer);
  res
    .writeHead(200, [
      ...headers,
      'Content-Type',
      'application/json',
      'Content-Length',
      Buffer.byteLength(body),
    ])
    .end(body);
}).listen(port, '127.0.0.1');
