// The frameworks that a router of node:http's types goes into, each with one of our routers, and with routes of its own.
import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Module, Req } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express from 'express';
import express4 from 'express4';
import multer from 'multer';
import { createHttpServer } from '../../src/fast/http-server.ts';
import type { Middleware } from '../../src/request/middleware.ts';
import type { WeappLogin } from '../../src/weapp-login.ts';

export interface Host {
  url: string;
  close(): Promise<unknown>;
}

/** Starts a host with the login under a path, what reads bodies before it, and `/mine` and `/guarded` of its own. */
export type StartHost = (weapp: WeappLogin, mount: string, parser: Parser) => Promise<Host>;

/** What reads bodies before the router does. */
export type Parser = 'none' | 'json' | 'multer';

type Parsers = Pick<typeof express, 'json' | 'urlencoded'>;

const parsersOf: Record<Parser, (framework: Parsers) => Middleware[]> = {
  none: () => [],
  json: ({ json, urlencoded }) => [
    json() as Middleware,
    urlencoded({ extended: true }) as Middleware,
  ],
  multer: () => [multer().any() as unknown as Middleware],
};

async function listen(server: Server): Promise<Host> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function fill(app: express.Express, weapp: WeappLogin, mount: string, parsers: Middleware[]) {
  for (const parse of parsers) app.use(parse);
  app.use(mount, weapp.router, weapp.docs);
  app.get(`${mount}/mine`, (_req, res) => void res.send('mine'));
  app.get(
    '/guarded',
    weapp.requireSession,
    (req, res) => void res.send(weapp.callerOf(req).user.id),
  );
  app.get(
    '/open',
    weapp.identify,
    (req, res) => void res.send(weapp.findCaller(req)?.user.id ?? '–'),
  );
  return app;
}

const inExpress =
  (
    framework: (() => express.Express) & Parsers,
    serve: (app: RequestListener) => Server,
  ): StartHost =>
  (weapp, mount, parser) =>
    listen(serve(fill(framework(), weapp, mount, parsersOf[parser](framework)) as RequestListener));

const inNest: StartHost = async (weapp, mount, parser) => {
  class Routes {
    mine() {
      return 'mine';
    }
    guarded(req: express.Request) {
      return weapp.callerOf(req).user.id;
    }
    open(req: express.Request) {
      return weapp.findCaller(req)?.user.id ?? '–';
    }
  }
  const route = (path: string, name: 'mine' | 'guarded' | 'open') =>
    Get(path)(
      Routes.prototype,
      name,
      Object.getOwnPropertyDescriptor(Routes.prototype, name) as PropertyDescriptor,
    );
  route(`${mount}/mine`, 'mine');
  route('guarded', 'guarded');
  route('open', 'open');
  Req()(Routes.prototype, 'guarded', 0);
  Req()(Routes.prototype, 'open', 0);
  Controller()(Routes);
  class AppModule {}
  Module({ controllers: [Routes] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false, bodyParser: parser === 'json' });
  for (const parse of parser === 'multer' ? parsersOf.multer(express) : []) app.use(parse);
  // Nest's own body parsers stand where it is initialized.
  if (parser === 'json')
    (app as unknown as { registerParserMiddleware(): void }).registerParserMiddleware();
  app.use(mount || '/', weapp.router);
  app.use(mount || '/', weapp.docs);
  app.use('/guarded', weapp.requireSession);
  app.use('/open', weapp.identify);
  await app.listen(0, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
};

/** node:http without a framework: the router is called like a function. */
const inNodeHttp: StartHost = (weapp, mount, parser) => {
  const rest: Middleware = (req, res) => {
    if (req.url === '/mine') return void res.end('mine');
    const answer = (find: () => string | undefined) => () => void res.end(find() ?? '–');
    if (req.url === '/guarded')
      return weapp.requireSession(
        req,
        res,
        answer(() => weapp.callerOf(req).user.id),
      );
    if (req.url === '/open')
      return weapp.identify(
        req,
        res,
        answer(() => weapp.findCaller(req)?.user.id),
      );
    res.writeHead(404).end();
  };
  if (mount !== '') throw new Error('node:http mounts nothing');
  const steps = [...parsersOf[parser](express), weapp.router, weapp.docs, rest];
  return listen(
    createServer((req, res) => {
      const run = (at: number): void => void steps[at]?.(req, res, () => run(at + 1));
      run(0);
    }),
  );
};

export const hosts: Record<string, StartHost> = {
  'Express 5': inExpress(express, createServer),
  'Express 5 with the fast HTTP server': inExpress(express, createHttpServer),
  'Express 4': inExpress(express4, createServer),
  'Express 4 with the fast HTTP server': inExpress(express4, createHttpServer),
  NestJS: inNest,
  'node:http': inNodeHttp,
};
