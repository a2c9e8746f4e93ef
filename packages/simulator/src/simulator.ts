import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { areaList } from '@vant/area-data';
import { errmsgs, type FakeWechat } from '@weapp-login/fake-wechat';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { z } from 'zod';
import { albumPictures, albumRoutes } from './album/album.ts';
import { createAutomation } from './automation/automation.ts';
import { buildBrowserCode } from './browser-code.ts';
import { createControls } from './controls/controls.ts';
import { createPageStreams } from './controls/event-stream.ts';
import { readAppId } from './mini-program/app-id.ts';
import { describeObstacle } from './mini-program/obstacle.ts';
import { type MiniProgram, readMiniProgram } from './mini-program/read.ts';
import { watchFolder } from './mini-program/watch.ts';
import { developerPage, pagePolicy, phonePage, screenPage, screenPolicy } from './pages.ts';
import { describePerson, peopleRoutes } from './people/people.ts';
import type { PhoneOptions } from './phone-options.ts';
import type { Regions } from './regions.ts';
import { createForwarder } from './request/forward.ts';
import { imageRoute } from './request/image.ts';
import { createOrigins, type Forward } from './request/origins.ts';
import { createSocketTunnel, refuseUpgrade } from './request/socket.ts';
import { reasonToRefuse, requireSameOrigin } from './same-origin.ts';

export interface SimulatorOptions {
  /** The folder of a built native mini program, where its app.json is. May still be missing. */
  appDir: string;
  /** The only origins that wx.request and wx.connectSocket reach. */
  forward: Forward[];
  /** Hands out the codes of wx.login. */
  wechat: FakeWechat;
  /** Restarts the server behind `forward`; absent where it was not started here. */
  restartServer?: (() => Promise<void>) | undefined;
  /** The address of 数据预拉取, which wx.getBackgroundFetchData gets its data from. Default: it is turned off. */
  prefetchUrl?: string | undefined;
}

/** @param obstacle what keeps the mini program from opening, in one sentence; undefined where nothing does */
export type ReadListener = (obstacle: string | undefined) => void;

export interface Simulator {
  app: Express;
  /** Handles `upgrade` of the server that the app listens on: WebSockets of the mini program. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Reports what was read of the folder, and again each time it changes. */
  onRead(listener: ReadListener): void;
  /** Stops watching the folder and ends the pages' event streams. */
  close(): Promise<void>;
}

const regions: Regions = {
  provinces: areaList.province_list,
  cities: areaList.city_list,
  counties: areaList.county_list,
};

const appIdSchema = z.string().regex(/^\w{1,64}$/);
const personInAppSchema = z.object({ personId: z.string(), appId: z.string() });

/**
 * The browser phone as an Express app, apart from listening.
 * @throws where the phone's own scripts can't be bundled
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { appDir, forward, wechat, restartServer } = options;
  const building = buildBrowserCode();
  const readListeners: ReadListener[] = [];
  const tell = async (listeners: readonly ReadListener[]) => {
    const reading = current;
    // A file that goes while the folder is read fails the requests that wait for it, and the next change is read again.
    const obstacle = await reading.then(describeObstacle, ({ message }: Error) => message);
    if (reading === current) for (const listener of listeners) listener(obstacle);
  };
  const pages = createPageStreams(wechat);
  const watcher = watchFolder(appDir, () => {
    current = readMiniProgram(appDir);
    void tell(readListeners);
    pages.reload();
  });
  let current: Promise<MiniProgram> = readMiniProgram(appDir);
  void tell([]);
  const origins = createOrigins(forward);
  const appId = async () => (await current).manifest.appId;
  const forwarder = createForwarder({ origins, appId });
  const sockets = createSocketTunnel(origins);
  const controls = createControls({
    wechat,
    restartServer,
    forward: origins.add,
    gateway: forwarder.gateway,
  });

  const code = await building;
  const app = express();
  app.disable('x-powered-by');
  const documents = { '/': phonePage, '/developer': developerPage };
  app.use(requireSameOrigin(Object.keys(documents)));
  for (const [url, html] of Object.entries(documents))
    app.get(url, (_req, res) =>
      res.set('content-security-policy', pagePolicy).type('html').send(html),
    );
  for (const [url, { type, text }] of code) app.get(url, (_req, res) => res.type(type).send(text));

  app.get('/options.json', (_req, res) => {
    const phoneOptions: PhoneOptions = {
      appDir,
      appId: readAppId(appDir),
      forward,
      people: wechat.people.map(describePerson),
      album: albumPictures(),
      appIds: wechat.apps.map((app) => app.appId),
      errcodes: Object.entries(errmsgs).map(([code, errmsg]) => ({
        errcode: Number(code),
        errmsg,
      })),
      canRestartServer: restartServer !== undefined,
    };
    res.json(phoneOptions);
  });
  app.get('/regions.json', (_req, res) => void res.json(regions));
  const appIdOf = async (req: Request) => {
    const asked = appIdSchema.safeParse(req.query.appId);
    return asked.success ? asked.data : await appId();
  };
  app.get('/screen', async (req, res) => {
    res.set('content-security-policy', screenPolicy);
    res.type('html').send(screenPage(await appIdOf(req)));
  });
  app.get('/program.js', async (req, res) => {
    const { bundle, ...program } = await current;
    const manifest = { ...program.manifest, appId: await appIdOf(req) };
    res.type('js');
    res.end(`${bundle}\ndefineManifest(${JSON.stringify(manifest)});startMiniProgram();`);
  });
  app.use('/app', express.static(appDir, { index: false, cacheControl: false }));

  app.post('/wx/login', express.json(), (req, res) => {
    const person = personInAppSchema.safeParse(req.body);
    if (!person.success) return void res.status(400).json({ message: 'personId and appId' });
    try {
      const code = wechat.issueCode(person.data);
      controls.codeIssued(code);
      res.json({ code });
    } catch (error) {
      res.status(400).json({ message: (error as Error).message });
    }
  });
  app.use(peopleRoutes(wechat, options));
  app.use(albumRoutes());
  app.use(imageRoute(forwarder));
  app.post('/wx/request', express.json({ limit: '20mb' }), async (req, res) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const answer = await forwarder.send(req.body, gone.signal);
    if (!res.closed) res.json(answer);
  });
  app.post('/wx/socket', express.json(), (req, res) => {
    res.json(sockets.refuse((req.body as { url?: unknown }).url) ?? { ok: true });
  });
  app.post('/wx/user-data', express.json(), (req, res) => {
    try {
      res.json(wechat.encryptUserData(personInAppSchema.parse(req.body)));
    } catch (error) {
      res.status(400).json({ message: (error as Error).message });
    }
  });
  app.use(controls.router);
  app.use(createAutomation(pages));
  app.get('/events', pages.open);
  app.use(answerError);

  return {
    app,
    upgrade(request, socket, head) {
      const path = request.url?.split('?')[0];
      if (reasonToRefuse(request, []) !== undefined) refuseUpgrade(socket, '403 Forbidden');
      else if (path === '/wx/socket') sockets.connect(request, socket, head);
      else refuseUpgrade(socket, '404 Not Found');
    },
    onRead(listener) {
      readListeners.push(listener);
      void tell([listener]);
    },
    async close() {
      await Promise.allSettled([current, watcher.close()]);
      pages.close();
    },
  };
}

/** What the caller got wrong is answered in words; anything else is logged. Neither shows a stack to the page. */
const answerError: ErrorRequestHandler = (error: Error & { status?: number }, _req, res, next) => {
  const { status = 500, message } = error;
  if (status >= 500) console.error(error);
  if (res.headersSent) next(error);
  else res.status(status).json({ message: status < 500 ? message : 'the simulator failed' });
};
