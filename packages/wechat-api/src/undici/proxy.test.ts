import http from 'node:http';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { axiosErrorOf, cert, listen, overUndici, serve, serveTls } from '../../test/adapters.ts';
import type { UndiciCall } from './errors.ts';

describe('through a proxy', () => {
  const startProxy = () =>
    listen(
      http.createServer().on('connect', (req, socket, head) => {
        if (req.url?.startsWith('refused')) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        const [, port] = (req.url ?? '').split(':');
        const upstream = net.connect(Number(port), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          upstream.write(head);
          upstream.pipe(socket).pipe(upstream);
        });
        upstream.on('error', () => socket.destroy());
        socket.on('error', () => upstream.destroy());
      }),
    );

  test('it reaches http and https, and still checks the certificate', async () => {
    const proxy = await startProxy();
    const plain = await serve((_req, res) => res.end('plain'));
    const tls = await serveTls((_req, res) => res.end('tls'));
    const client = overUndici({ proxyUrl: proxy.url, ca: cert });
    expect((await client.get(plain.url)).data).toBe('plain');
    expect((await client.get(`https://localhost:${tls.port}`)).data).toBe('tls');
    expect(proxy.connections()).toBe(2);
    const stranger = overUndici({ proxyUrl: proxy.url });
    const error = await axiosErrorOf(stranger.get(`https://localhost:${tls.port}`));
    expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  test('a refusal of the proxy leaves the call unsent', async () => {
    const proxy = await startProxy();
    const error = await axiosErrorOf(
      overUndici({ proxyUrl: proxy.url }).get('https://refused:443'),
    );
    expect(error.code).toBe('ERR_PROXY_REFUSED');
    expect((error.request as UndiciCall).stage).toBe('unsent');
  });
});
