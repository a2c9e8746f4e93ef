// Stands in for WeChat's code2Session: every code is valid, and the response comes after a fixed delay.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { port } from './answer.js';

const { PROTOCOL, LATENCY_MS, TLS_CERT, TLS_KEY } = process.env;
const latency = Number(LATENCY_MS);

const answer = (req, res) => {
  const code = /[?&]js_code=([^&]*)/.exec(req.url)?.[1] ?? '';
  const openid = `o${createHash('sha1').update(code).digest('base64url')}`;
  const body = JSON.stringify({ session_key: 'tiihtNczf5v6AKRyjwEUhQ==', openid });
  const send = () => {
    res.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body) });
    res.end(body);
  };
  if (latency) setTimeout(send, latency);
  else send();
};

const tls = () => ({ cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) });
const start = {
  http: () => createServer(answer),
  https: () => createTlsServer(tls(), answer),
  // Also serves HTTP/1.1 clients, as WeChat does.
  h2: () => createSecureServer({ ...tls(), allowHTTP1: true }, answer),
};
start[PROTOCOL]().listen(port, '127.0.0.1');
