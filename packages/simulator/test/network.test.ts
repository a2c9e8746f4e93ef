import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { miniProgram } from './mini-program.ts';
import { openPhone } from './phone.ts';

const origin = 'https://api.example.test';

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(request: IncomingMessage) {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/** Calls wx.request once and answers which callback was called with what. */
async function requested(options: string, to: string, prepare: 'offline' | '' = '') {
  const phone = await openPhone(
    await miniProgram({
      'pages/a/a.js': `Page({ go() { const task = wx.request({ ${options},
        success: (result) => wx.setStorageSync('result', { called: 'success', ...result }),
        fail: (result) => wx.setStorageSync('result', { called: 'fail', ...result }),
      }); if (getApp().abort) task.abort(); } });`,
      'app.js': `App({ abort: ${JSON.stringify(options.includes('/abort'))} });`,
      'pages/a/a.wxml': '<button id="go" bindtap="go">go</button>',
    }),
    [{ from: origin, to }],
  );
  if (prepare) await phone.choose(prepare, true);
  await phone.tap('#go');
  await phone.until('a result', () => phone.stored('touristappid', 'xiaoming', 'result'));
  return phone.stored('touristappid', 'xiaoming', 'result') as Record<string, unknown>;
}

test('wx.request sends method, headers, JSON, and the Referer and User-Agent of DevTools', async () => {
  const to = await listen(async (request, response) => {
    const { method, url, headers } = request;
    const body = await textOf(request);
    response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('X-Answer', 'yes');
    response.end(JSON.stringify({ method, url, body, headers }));
  });
  const result = await requested(
    `url: '${origin}/path?x=1', method: 'POST', data: { code: '小' }, header: { Authorization: 'Bearer t', Referer: 'https://else.test' }`,
    to,
  );
  expect(result).toMatchObject({
    called: 'success',
    statusCode: 200,
    errMsg: 'request:ok',
    cookies: ['a=1', 'b=2'],
    header: { 'X-Answer': 'yes', 'Set-Cookie': 'a=1,b=2' },
    data: {
      method: 'POST',
      url: '/path?x=1',
      body: '{"code":"小"}',
      headers: {
        authorization: 'Bearer t',
        'content-type': 'application/json',
        host: 'api.example.test',
        referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
        'user-agent': expect.stringMatching(/iPhone.* wechatdevtools\/.* MicroMessenger\//),
      },
    },
  });
});

test('data of a GET goes into the URL, that of a form into the body', async () => {
  const to = await listen(async (request, response) => {
    response.end(JSON.stringify([request.url, await textOf(request)]));
  });
  expect((await requested(`url: '${origin}/a?b=1', data: { c: 'd e' }`, to)).data).toEqual([
    '/a?b=1&c=d%20e',
    '',
  ]);
  const form = `url: '${origin}/a', method: 'post', data: { c: 'd e' }, header: { 'Content-Type': 'application/x-www-form-urlencoded' }`;
  expect((await requested(form, to)).data).toEqual(['/a', 'c=d%20e']);
});

test('any status is a success, and what is not JSON stays a text', async () => {
  const to = await listen((_request, response) => void response.writeHead(502).end('<html>'));
  expect(await requested(`url: '${origin}/'`, to)).toMatchObject({
    called: 'success',
    statusCode: 502,
    data: '<html>',
  });
});

test.each([
  [
    'an origin that is not listed',
    `url: 'https://other.test/'`,
    { errno: 600002, errMsg: 'request:fail url not in domain list' },
  ],
  ['an invalid address', `url: '/login'`, { errno: 600009 }],
  ['a server that drops the connection', `url: '${origin}/drop'`, { errno: 600001 }],
  [
    'a server that hangs',
    `url: '${origin}/hang', timeout: 50`,
    { errno: 5, errMsg: 'request:fail timeout' },
  ],
  [
    'a header name with a line break',
    `url: '${origin}/', header: { 'a\\r\\nb': 'c' }`,
    { errno: 600010, errMsg: 'request:fail invalid header "a\\r\\nb"' },
  ],
  [
    'a header value with a line break',
    `url: '${origin}/', header: { a: 'b\\r\\nc: d' }`,
    { errno: 600010, errMsg: 'request:fail invalid header "a"' },
  ],
  ['an abort', `url: '${origin}/abort'`, { errMsg: 'request:fail abort' }],
])('%s fails with its errno', async (_what, options, failure) => {
  const to = await listen((request) => {
    if (request.url === '/drop') request.socket.destroy();
  });
  expect(await requested(options, to)).toEqual(
    expect.objectContaining({ called: 'fail', ...failure }),
  );
});

test('offline, a request fails without leaving the phone', async () => {
  let asked = 0;
  const to = await listen((_request, response) => {
    asked += 1;
    response.end();
  });
  expect(await requested(`url: '${origin}/'`, to, 'offline')).toMatchObject({ errno: 600001 });
  expect(asked).toBe(0);
});

test('a redirect is followed, but not off the list', async () => {
  const to = await listen((request, response) => {
    const Location = request.url === '/out' ? 'https://other.test/' : '/there';
    if (request.url === '/there') response.end('"arrived"');
    else response.writeHead(302, { Location }).end();
  });
  expect((await requested(`url: '${origin}/here'`, to)).data).toBe('arrived');
  expect(await requested(`url: '${origin}/out'`, to)).toMatchObject({ errno: 600002 });
});

const login = {
  'pages/a/a.js': `Page({ go() { wx.login({
    success: ({ code, errMsg }) => wx.setStorageSync('result', [...(wx.getStorageSync('result') || []), code]),
    fail: ({ errno }) => wx.setStorageSync('result', [...(wx.getStorageSync('result') || []), errno]),
  }); } });`,
  'pages/a/a.wxml': '<button id="go" bindtap="go">go</button>',
};

test('wx.login gives a code of the person who holds the phone, and WeChat exchanges it', async () => {
  const phone = await openPhone(await miniProgram(login));
  await phone.choose('person', 'dawei');
  await phone.tap('#go');
  const stored = await phone.until('a code', () => phone.stored('touristappid', 'dawei', 'result'));
  const [code] = stored as string[];
  const { appId, appSecret } = phone.wechat.apps[0] as { appId: string; appSecret: string };
  const query = new URLSearchParams({
    appid: appId,
    secret: appSecret,
    js_code: String(code),
    grant_type: 'authorization_code',
  });
  const answer = await fetch(`${phone.wechat.url}/sns/jscode2session?${query}`);
  expect(await answer.json()).toMatchObject({
    openid: phone.wechat.openidOf({ personId: 'dawei', appId }),
  });
});

test('wx.login fails offline, and beyond four calls a second', async () => {
  const phone = await openPhone(await miniProgram(login));
  await phone.choose('offline', true);
  for (let call = 0; call < 5; call += 1) await phone.tap('#go');
  const results = await phone.until('five answers', () => {
    const found = phone.stored('touristappid', 'xiaoming', 'result') as unknown[];
    return found.length === 5 && found;
  });
  expect(results).toEqual([108, 108, 108, 108, 1003]);
});

test('every call of wx is reported to listeners', async () => {
  const phone = await openPhone(await miniProgram(login));
  await phone.tap('#go');
  await phone.until('the end', () =>
    phone.wxEvents.some(({ kind, name }) => kind === 'ended' && name === 'login'),
  );
  expect(phone.wxEvents.slice(0, 2)).toMatchObject([
    { kind: 'called', name: 'login', call: 1, input: {} },
    { kind: 'ended', name: 'login', call: 1, ok: true, output: { errMsg: 'login:ok' } },
  ]);
});

/** A server that sends back what it receives, and says what it was asked. */
async function echo(): Promise<string> {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    handleProtocols: (protocols) => [...protocols][0] ?? false,
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  server.on('connection', (socket, { url, headers }) => {
    const { referer, host, token } = headers;
    socket.send(JSON.stringify({ url, referer, host, token }));
    socket.on('message', (data, binary) => {
      if (String(data) === 'bye') socket.close(4001, 'enough');
      else socket.send(data, { binary });
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A page that tells, line by line, what comes of a piece of code. */
const telling = (code: string) =>
  miniProgram({
    'pages/a/a.js': `Page({ data: { said: [] }, onLoad() {
      const say = (what) => this.setData({ said: [...this.data.said, typeof what === 'string' ? what : JSON.stringify(what)] });
      ${code}
    } });`,
    'pages/a/a.wxml': '<view wx:for="{{said}}" wx:key="*this">{{item}};</view>',
  });
const linesOf = (text: string) =>
  text
    .split(';')
    .map((line) => line.trim())
    .filter(Boolean);

test('a socket carries texts and bytes both ways, with the headers of the platform, until the server closes it', async () => {
  const to = await echo();
  const phone = await openPhone(
    await telling(`
      const task = wx.connectSocket({ url: '${origin.replace('https', 'wss')}/chat?a=1',
        header: { token: 't', Referer: 'https://else.test' }, protocols: ['p'], success: ({ errMsg }) => say(errMsg) });
      task.onOpen(({ header }) => { say(header); say(String(task.readyState)); task.send({ data: 'text' }); });
      const texts = [];
      task.onMessage(({ data }) => {
        if (data instanceof ArrayBuffer) { say(String(new Uint8Array(data))); return task.send({ data: 'bye' }); }
        say(data);
        if (data === 'text') task.send({ data: new Uint8Array([1, 255]).buffer });
      });
      task.onClose((closed) => { say(closed); task.send({ data: 'late', fail: ({ errMsg }) => say(errMsg) }); });
    `),
    [{ from: origin, to }],
  );
  await phone.until('the end', () => phone.text().includes('sendSocketMessage:fail'));
  expect(linesOf(phone.text())).toEqual([
    'connectSocket:ok',
    '{"Sec-WebSocket-Protocol":"p"}',
    '1',
    JSON.stringify({
      url: '/chat?a=1',
      referer: 'https://servicewechat.com/touristappid/devtools/page-frame.html',
      host: 'api.example.test',
      token: 't',
    }),
    'text',
    '1,255',
    '{"code":4001,"reason":"enough"}',
    'sendSocketMessage:fail SocketTask.readyState is not OPEN',
  ]);
  expect(phone.faults).toEqual([]);
});

test('the functions of wx act on the last socket', async () => {
  const to = await echo();
  const phone = await openPhone(
    await telling(`
      wx.onSocketOpen(() => wx.sendSocketMessage({ data: 'text' }));
      wx.onSocketMessage(({ data }) => { if (data === 'text') { say(data); wx.closeSocket(); } });
      wx.onSocketClose(({ code }) => say(String(code)));
      wx.sendSocketMessage({ data: 'early', fail: ({ errMsg }) => { say(errMsg); wx.connectSocket({ url: '${origin.replace('https', 'wss')}' }); } });
    `),
    [{ from: origin, to }],
  );
  await phone.until('the end', () => phone.text().includes('1000'));
  expect(linesOf(phone.text())).toEqual([
    'sendSocketMessage:fail WebSocket is not connected',
    'text',
    '1000',
  ]);
});

test('a host that is not forwarded is refused by name, and a server that takes no socket is an error', async () => {
  const to = await listen((_request, response) => response.end());
  const phone = await openPhone(
    await telling(`
      const connect = (url, after) => {
        const task = wx.connectSocket({ url, fail: ({ errMsg, errno }) => say(errMsg + ' ' + errno) });
        task.onError(({ errMsg }) => { say('error ' + errMsg); after?.(); });
        task.onClose(({ code }) => say('close ' + code));
      };
      connect('wss://else.test/a', () => connect('${origin.replace('https', 'wss')}/a'));
    `),
    [{ from: origin, to }],
  );
  await phone.until('the end', () => phone.text().includes('close'));
  expect(linesOf(phone.text())).toEqual([
    'connectSocket:fail url not in domain list 600002',
    'error url not in domain list',
    'error the connection could not be made',
    'close 1006',
  ]);
  expect(phone.phoneText()).toContain('https://else.test');
});

test('a page of another site opens no socket', async () => {
  const phone = await openPhone(await miniProgram({}));
  const url = `${phone.url.replace('http', 'ws')}/wx/socket?url=ws://127.0.0.1&header={}&appId=a`;
  const socket = new WebSocket(url, { origin: 'https://else.test' });
  const [{ statusCode }] = (await once(socket, 'unexpected-response').then(([, answer]) => [
    answer,
  ])) as [IncomingMessage];
  expect(statusCode).toBe(403);
});
