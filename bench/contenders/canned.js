// Sends the same bytes for every request: measures the load generator's maximum.
import { createServer } from 'node:net';
import { port } from './answer.js';

const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');

createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer)).on('error', () => {});
}).listen(port, '127.0.0.1');
