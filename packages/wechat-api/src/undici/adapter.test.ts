import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { setImmediate } from 'node:timers/promises';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { describe, expect, test } from 'vitest';
import {
  axiosErrorOf,
  cert,
  listen,
  overNode,
  overUndici,
  serve,
  serveTls,
} from '../../test/adapters.ts';

describe.each([
  ['axios’s own Node adapter', overNode],
  ['the undici adapter', overUndici],
] as [string, (options?: { ca?: string }) => AxiosInstance][])('%s', (_name, create) => {
  test('sends method, address, headers and JSON body', async () => {
    const { url } = await serve(async (req, res) => {
      const { method, headers } = req;
      let body = '';
      for await (const chunk of req) body += chunk;
      const {
        host,
        accept,
        'x-test': own,
        'content-type': type,
        'content-length': length,
      } = headers;
      res.end(JSON.stringify({ method, url: req.url, host, accept, own, type, length, body }));
    });
    const { data } = await create().post(
      '/a b?x=1',
      { text: 'é' },
      {
        baseURL: `${url}/base/`,
        params: { list: [1, 2], q: 'a b&c', none: undefined },
        headers: { 'X-Test': 'v' },
      },
    );
    expect(data).toEqual({
      method: 'POST',
      url: '/base/a%20b?x=1&list%5B%5D=1&list%5B%5D=2&q=a+b%26c',
      host: url.slice('http://'.length),
      accept: 'application/json, text/plain, */*',
      own: 'v',
      type: 'application/json',
      length: '13',
      body: '{"text":"é"}',
    });
  });

  test('sends bytes and forms', async () => {
    const { url } = await serve((req, res) => {
      res.setHeader('X-Type', req.headers['content-type'] ?? '');
      req.pipe(res);
    });
    const bytes = new Uint8Array([1, 2, 255]);
    const echo = await create().put(url, bytes.buffer, { responseType: 'arraybuffer' });
    expect(Buffer.from(echo.data)).toEqual(Buffer.from(bytes));
    const form = await create().post(url, new URLSearchParams({ a: '1' }));
    expect([form.data, form.headers['x-type']]).toEqual([
      'a=1',
      'application/x-www-form-urlencoded;charset=utf-8',
    ]);
  });

  test('hands over status, text, headers and parsed body', async () => {
    const { url } = await serve((_req, res) => {
      res
        .writeHead(201, 'Made', { 'Set-Cookie': ['a=1', 'b=2'], 'X-One': '1' })
        .end('\uFEFF{"a":1}');
    });
    const answer = await create().get(url);
    expect(answer.status).toBe(201);
    expect(answer.statusText).toBe('Made');
    expect(answer.data).toEqual({ a: 1 });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(answer.headers['x-one']).toBe('1');
    expect(answer.config.url).toBe(url);
  });

  test('leaves text alone that is not JSON, and has none for 204 and HEAD', async () => {
    const { url } = await serve((req, res) => {
      res.statusCode = req.url === '/none' ? 204 : 200;
      res.end(req.url === '/none' ? undefined : 'text');
    });
    expect((await create().get(url)).data).toBe('text');
    expect((await create().get(`${url}/none`)).data).toBe('');
    expect((await create().head(url)).data).toBe('');
  });

  test('judges the status', async () => {
    const { url } = await serve((req, res) => {
      res.statusCode = Number(req.url?.slice(1));
      res.end('{"a":1}');
    });
    const client = create();
    const refused = await axiosErrorOf(client.get(`${url}/404`));
    expect(refused).toMatchObject({
      code: 'ERR_BAD_REQUEST',
      status: 404,
      response: { data: { a: 1 } },
    });
    expect(await axiosErrorOf(client.get(`${url}/500`))).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      status: 500,
    });
    expect((await client.get(`${url}/500`, { validateStatus: () => true })).status).toBe(500);
  });

  test('follows no redirect', async () => {
    const { url } = await serve((_req, res) => res.writeHead(302, { Location: '/other' }).end());
    expect(await axiosErrorOf(create().get(url))).toMatchObject({ status: 302 });
  });

  test('runs interceptors on both ways', async () => {
    const { url } = await serve((req, res) => res.end(req.headers['x-added']));
    const client = create();
    client.interceptors.request.use((config) => {
      config.headers.set('X-Added', 'there');
      return config;
    });
    client.interceptors.response.use((response) => ({
      ...response,
      data: `${response.data} and back`,
    }));
    expect((await client.get(url)).data).toBe('there and back');
  });

  test('keeps a connection alive, and opens as many as there are calls at a time', async () => {
    const waiting: (() => void)[] = [];
    const server = await serve((req, res) => {
      if (req.url !== '/together') return res.end();
      waiting.push(() => res.end());
      if (waiting.length === 8) for (const answer of waiting.splice(0)) answer();
    });
    const client = create();
    for (let call = 0; call < 3; call++) {
      await client.get(server.url);
      await setImmediate(); // undici takes a connection up again in the next turn of the event loop
    }
    expect(server.connections()).toBe(1);
    await Promise.all(Array.from({ length: 8 }, () => client.get(`${server.url}/together`)));
    expect(server.connections()).toBe(8);
  });

  test('fails with Node’s code where nothing listens or the name is unknown', async () => {
    const { port, close } = await serve(() => {});
    close();
    const client = create();
    expect(await axiosErrorOf(client.get(`http://127.0.0.1:${port}`))).toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect((await axiosErrorOf(client.get('http://nowhere.invalid'))).code).toMatch(
      /^(ENOTFOUND|EAI_AGAIN)$/,
    );
  });

  test('fails with ECONNRESET when the other side hangs up instead of answering', async () => {
    const { url } = await serve((req) => req.socket.end());
    expect((await axiosErrorOf(create().get(url))).code).toBe('ECONNRESET');
  });

  test('fails with ERR_BAD_RESPONSE when an answer breaks off', async () => {
    const { url } = await serve((_req, res) => {
      res.writeHead(200, { 'Content-Length': '10' }).write('half');
      setTimeout(() => res.destroy(), 20);
    });
    expect(await axiosErrorOf(create().get(url))).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      status: 200,
    });
  });

  test('fails with the parser’s code, or as a bad response, when the answer is not HTTP', async () => {
    const { url } = await listen(net.createServer((socket) => socket.end('SSH-2.0-x\r\n\r\n')));
    expect((await axiosErrorOf(create().get(url))).code).toMatch(/^(HPE_.+|ERR_BAD_RESPONSE)$/);
  });

  test('gives up at the timeout, and closes the connection', async () => {
    let hangUp = () => {};
    const hungUp = new Promise<void>((resolve) => {
      hangUp = resolve;
    });
    const { url } = await serve((req) => req.socket.on('close', hangUp));
    const client = create();
    expect(await axiosErrorOf(client.get(url, { timeout: 30 }))).toMatchObject({
      code: 'ECONNABORTED',
      message: 'timeout of 30ms exceeded',
    });
    await hungUp;
    const clear = {
      timeout: 30,
      transitional: { clarifyTimeoutError: true },
      timeoutErrorMessage: 'late',
    };
    expect(await axiosErrorOf(client.get(url, clear))).toMatchObject({
      code: 'ETIMEDOUT',
      message: 'late',
    });
  });

  test('gives up at the timeout in the middle of an answer', async () => {
    const { url } = await serve((_req, res) => {
      res.write('half');
    });
    expect(await axiosErrorOf(create().get(url, { timeout: 30 }))).toMatchObject({
      code: 'ECONNABORTED',
    });
  });

  test('gives up when the signal says so, before and during the call', async () => {
    const abort = new AbortController();
    let calls = 0;
    const { url } = await serve(() => {
      calls += 1;
      abort.abort();
    });
    const client = create();
    const during = await axiosErrorOf(client.get(url, { signal: abort.signal }));
    expect([axios.isCancel(during), during.code]).toEqual([true, 'ERR_CANCELED']);
    const before = await axiosErrorOf(client.get(url, { signal: abort.signal }));
    expect([axios.isCancel(before), calls]).toEqual([true, 1]);
  });

  test('refuses an answer over the limit', async () => {
    const { url } = await serve((_req, res) => res.end('12345'));
    const client = create();
    expect(await axiosErrorOf(client.get(url, { maxContentLength: 4 }))).toMatchObject({
      code: 'ERR_BAD_RESPONSE',
      message: 'maxContentLength size of 4 exceeded',
    });
    expect((await client.get(url, { maxContentLength: 5 })).data).toBe(12345);
  });

  test('fails with EPROTO where TLS is not spoken', async () => {
    const { port } = await serve((_req, res) => res.end());
    expect((await axiosErrorOf(create().get(`https://127.0.0.1:${port}`))).code).toBe('EPROTO');
  });

  test('checks the certificate and the name in it', async () => {
    const { port } = await serveTls((_req, res) => res.end('secret'));
    const stranger = await axiosErrorOf(create().get(`https://localhost:${port}`));
    expect(stranger.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    const trusting = create({ ca: cert });
    expect((await trusting.get(`https://localhost:${port}`)).data).toBe('secret');
    const misnamed = await axiosErrorOf(trusting.get(`https://127.0.0.1:${port}`));
    expect(misnamed.code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });
});

test.each([
  [{ maxRedirects: 5 }, 'maxRedirects'],
  [{ proxy: { host: '127.0.0.1', port: 1 } }, 'proxy'],
  [{ responseType: 'stream' }, 'responseType'],
  [{ httpAgent: new http.Agent() }, 'httpAgent'],
  [{ httpsAgent: new https.Agent() }, 'httpsAgent'],
  [{ auth: { username: 'a', password: 'b' } }, 'auth'],
  [{ data: new Blob(['a']) }, 'data'],
] as [AxiosRequestConfig, string][])(
  'refuses %o, which it would have to ignore',
  async (config, name) => {
    let calls = 0;
    const { url } = await serve(() => {
      calls += 1;
    });
    const error = await axiosErrorOf(overUndici().request({ url, method: 'post', ...config }));
    expect(error).toMatchObject({
      code: 'ERR_NOT_SUPPORT',
      message: `this ${name} is not supported`,
    });
    expect(calls).toBe(0);
  },
);

test('asks for no compression, and refuses it', async () => {
  const { url } = await serve((req, res) => {
    const asked = req.headers['accept-encoding'];
    res.setHeader('Content-Encoding', req.url === '/gzip' ? 'gzip' : 'identity').end(asked);
  });
  const client = overUndici();
  expect((await client.get(url)).data).toBe('identity');
  expect(await axiosErrorOf(client.get(`${url}/gzip`))).toMatchObject({ code: 'ERR_BAD_RESPONSE' });
});
