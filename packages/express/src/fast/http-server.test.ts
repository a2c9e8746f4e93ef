import { createServer, IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import express, { type Express, type Request, type Response } from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createHttpServer } from './http-server.ts';
import { sendJson } from './send-json.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const listen = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

/** The whole answer as it comes over the wire, with the clock's part masked. */
const raw = async (port: number, request: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `${request.replace('\n', '\r\nHost: api.example\r\nConnection: close\r\n')}\r\n\r\n`,
  );
  return (await text(socket)).replace(/^Date: .*$/m, 'Date: …');
};

const everything = (): Express => {
  const app = express();
  app.set('trust proxy', 'loopback');
  app.set('env', 'test');
  app.use(express.json());
  app.locals.name = 'outer';
  app.get('/json', (_req, res) => res.json({ text: 'é', list: [1, null] }));
  app.get('/fast', (_req, res) => sendJson(res, 201, { text: 'é' }));
  app.get('/send', (_req, res) => res.status(202).type('text').send('plain'));
  app.get('/buffer', (_req, res) => res.send(Buffer.from([0, 1, 2])));
  app.get('/empty', (_req, res) => res.sendStatus(204));
  app.get('/redirect', (_req, res) => res.redirect(301, '/json?a=1'));
  app.get('/cookie', (_req, res) =>
    res.cookie('name', 'v;', { httpOnly: true }).append('Vary', 'A').end(),
  );
  app.get('/file', (_req, res) =>
    res.sendFile('package.json', { root: `${import.meta.dirname}/../..` }),
  );
  app.get('/stream', (_req, res) => Readable.from(['one', 'two']).pipe(res));
  app.get('/links', (_req, res) =>
    res.links({ next: '/2' }).location('/x').vary('Accept').end('x'),
  );
  app.get('/format', (_req, res) =>
    res.format({ json: () => res.json(1), html: () => res.send('<p>') }),
  );
  app.get('/request/:id', (req, res) =>
    res.json({
      id: req.params.id,
      ip: req.ip,
      ips: req.ips,
      protocol: req.protocol,
      host: req.hostname,
      secure: req.secure,
      query: req.query,
      path: req.path,
      url: req.originalUrl,
      agent: req.get('User-Agent'),
      accepts: req.accepts(['html', 'json']),
      fresh: req.fresh,
      xhr: req.xhr,
      app: req.app === app && res.app === app,
      node: req instanceof IncomingMessage,
      locals: res.locals,
    }),
  );
  app.post('/body', (req, res) => res.json({ body: req.body, type: req.is('json') }));
  app.get('/throw', () => {
    throw Object.assign(new Error('teapot'), { status: 418 });
  });
  app.get('/reject', async () => Promise.reject(new Error('late')));
  app.get('/next', (_req, _res, next) => next('route'));

  const router = express.Router();
  router.get('/inside', (req, res) => res.json({ base: req.baseUrl, url: req.url }));
  app.use('/router', router);

  const nested = express();
  nested.get('/', (req, res) =>
    res.json({ name: req.app.locals.name, path: req.app.path(), parent: req.app !== app }),
  );
  nested.get('/throw', () => {
    throw new Error('inside');
  });
  nested.use((_req, _res, next) => next());
  app.use('/nested', nested);
  app.get('/nested/outside', (req, res) => res.json({ app: req.app === app, ip: req.ip }));

  app.use(((error, _req, res, next) =>
    error.status === 418
      ? res.status(418).json({ error: error.message })
      : next(error)) as express.ErrorRequestHandler);
  return app;
};

const requests = [
  ...[
    'json',
    'fast',
    'send',
    'buffer',
    'empty',
    'redirect',
    'cookie',
    'file',
    'stream',
    'links',
    'format',
    'throw',
    'reject',
    'next',
    'router/inside',
    'router/missing',
    'nested',
    'nested/throw',
    'nested/outside',
    'missing',
  ].flatMap((path) => [`GET /${path} HTTP/1.1\n`, `HEAD /${path} HTTP/1.1\n`]),
  'GET /request/%C3%A9?a=1&a=2&b[c]=3 HTTP/1.1\nUser-Agent: x\r\nX-Forwarded-For: 1.2.3.4, 5.6.7.8\r\nX-Forwarded-Proto: https\r\n',
  'GET /request/%FF HTTP/1.1\n',
  'GET /request/1 HTTP/1.0\nX-Requested-With: XMLHttpRequest\r\nAccept: application/json\r\n',
  'GET /json HTTP/1.1\nIf-None-Match: *\r\n',
  'GET /file HTTP/1.1\nRange: bytes=0-3\r\n',
  'OPTIONS /json HTTP/1.1\n',
  'DELETE /json HTTP/1.1\n',
  'POST /body HTTP/1.1\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":"b"}',
  'POST /body HTTP/1.1\nContent-Type: application/json\r\nContent-Length: 5\r\n\r\n{"a":',
  'GARBAGE\n',
];

describe('the answer is, byte for byte, that of app.listen', () => {
  test.each(requests)('%j', async (request) => {
    const stock = await listen(createServer(everything()));
    const ours = await listen(createHttpServer(everything()));
    const expected = await raw(stock, request);
    expect(expected).toMatch(/^HTTP\/1\.1 \d{3} /);
    expect(await raw(ours, request)).toBe(expected);
  });
});

describe('headers of every answer', () => {
  const start = () => {
    const app = everything();
    app.get('/own', (_req, res) => void res.set('X-Second', 'own').end());
    app.get('/own-in-head', (_req, res) => void res.writeHead(200, { 'X-Second': 'own' }).end());
    app.get('/own-then-fast', (_req, res) => sendJson(res.set('X-Second', 'own'), 200, {}));
    return listen(
      createHttpServer(app, { defaultHeaders: ['X-First', 'common', 'X-Second', 'common'] }),
    );
  };
  const headersIn = (answer: string) =>
    answer.split('\r\n').filter((line) => /^x-(first|second):/i.test(line));

  // A sub-app makes the response one of its own.
  const ownResponse = ['GARBAGE\n', 'GET /nested HTTP/1.1\n', 'HEAD /nested HTTP/1.1\n'];
  test.each(requests.filter((request) => !ownResponse.includes(request)))(
    '%j has them once each, beside what it has without',
    async (request) => {
      const plain = await raw(await listen(createHttpServer(everything())), request);
      const answer = await raw(await start(), request);
      expect(headersIn(answer)).toEqual(['X-First: common', 'X-Second: common']);
      const rest = answer.split('\r\n').filter((line) => !/^x-(first|second):/i.test(line));
      expect(rest.toSorted()).toEqual(plain.split('\r\n').toSorted());
    },
  );

  test.each(['own', 'own-in-head', 'own-then-fast'])(
    '%s: what the handler sets itself comes before them',
    async (path) => {
      const answer = await raw(await start(), `GET /${path} HTTP/1.1\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(headersIn(answer)).toEqual(expect.arrayContaining(['X-Second: own']));
      expect(headersIn(answer)).toHaveLength(2);
    },
  );
});

test('what is put on app.request before, and on app.response after, reaches the handlers', async () => {
  const app = express();
  Object.assign(app.request, { early: 'early' });
  app.get('/', (req, res) => {
    res.json([Reflect.get(req, 'early'), Reflect.get(res, 'late')]);
  });
  const port = await listen(createHttpServer(app));
  Object.assign(app.response, { late: 'late' });
  expect(await raw(port, 'GET / HTTP/1.1\n')).toContain('["early","late"]');
});

describe('Express', () => {
  /** The prototypes of one request and its response: as Node makes them, and as a handler of the app sees them. */
  const prototypes = async (serve: (app: Express) => Server) => {
    const seen: object[][] = [];
    const record = (req: object, res: object) =>
      seen.push([Object.getPrototypeOf(req), Object.getPrototypeOf(res)]);
    const app = express();
    const router = express.Router().get('/', (req: Request, res: Response) => {
      record(req, res);
      res.end();
    });
    const server = serve(app.use(router));
    server.prependListener('request', record);
    expect(await raw(await listen(server), 'GET / HTTP/1.1\n')).toContain('200 OK');
    expect(seen).toHaveLength(2);
    return { made: seen[0], handled: seen[1] };
  };

  test('leaves the prototypes alone that Node gave the request and the response', async () => {
    const { made, handled } = await prototypes((app) => createHttpServer(app));
    expect(handled?.[0]).toBe(made?.[0]);
    expect(handled?.[1]).toBe(made?.[1]);
  });

  test('replaces them when it listens by itself, which is what this server is for', async () => {
    const { made, handled } = await prototypes((app) => createServer(app as RequestListener));
    expect(handled?.[0]).not.toBe(made?.[0]);
    expect(handled?.[1]).not.toBe(made?.[1]);
  });
});
