import { errmsgs, type FakeWechat } from '@weapp-login/fake-wechat';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { z } from 'zod';
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
import { createForwarder, type Forward } from './request/forward.ts';
import { imageRoute } from './request/image.ts';
import { requireSameOrigin } from './same-origin.ts';

export interface SimulatorOptions {
  /** The folder of a built native mini program, where its app.json is. May still be missing. */
  appDir: string;
  /** The only origins that wx.request reaches. */
  forward: Forward[];
  /** Hands out the codes of wx.login. */
  wechat: FakeWechat;
  /** Restarts the server behind `forward`; absent where it was not started here. */
  restartServer?: (() => Promise<void>) | undefined;
}

/** @param obstacle what keeps the mini program from opening, in one sentence; undefined where nothing does */
export type ReadListener = (obstacle: string | undefined) => void;

export interface Simulator {
  app: Express;
  /** Tells what was read of the folder, and again each time that it was read anew. */
  onRead(listener: ReadListener): void;
  /** Stops watching the folder and ends the pages' event streams. */
  close(): Promise<void>;
}

const appIdSchema = z.string().regex(/^\w{1,64}$/);
const personInAppSchema = z.object({ personId: z.string(), appId: z.string() });

/**
 * The browser phone as an Express app, apart from listening.
 * @throws where the phone's own scripts can't be bundled
 */
export async function createSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { appDir, forward, wechat, restartServer } = options;
  const code = await buildBrowserCode();
  const readListeners: ReadListener[] = [];
  let current: Promise<MiniProgram> = readMiniProgram(appDir);
  const tell = async (listeners: readonly ReadListener[]) => {
    const reading = current;
    // A file that goes while the folder is read fails the requests that wait for it, and the next change is read again.
    const obstacle = await reading.then(describeObstacle, ({ message }: Error) => message);
    if (reading === current) for (const listener of listeners) listener(obstacle);
  };
  void tell([]);
  const pages = createPageStreams(wechat);
  const watcher = watchFolder(appDir, () => {
    current = readMiniProgram(appDir);
    void tell(readListeners);
    pages.reload();
  });
  const forwarder = createForwarder({
    forward,
    appId: async () => (await current).manifest.appId,
  });
  const controls = createControls({ wechat, restartServer, forward: forwarder.add });

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
      appIds: wechat.apps.map((app) => app.appId),
      errcodes: Object.entries(errmsgs).map(([code, errmsg]) => ({
        errcode: Number(code),
        errmsg,
      })),
      canRestartServer: restartServer !== undefined,
    };
    res.json(phoneOptions);
  });
  app.get('/screen', async (req, res) => {
    const { scripts, manifest } = await current;
    const { data: appId = manifest.appId } = appIdSchema.safeParse(req.query.appId);
    res.set('content-security-policy', screenPolicy);
    res.type('html').send(screenPage(scripts.keys(), appId));
  });
  app.get('/manifest.js', async (req, res) => {
    const { manifest } = await current;
    const { data: appId = manifest.appId } = appIdSchema.safeParse(req.query.appId);
    res.type('js').send(`defineManifest(${JSON.stringify({ ...manifest, appId })});`);
  });
  app.get('/templates.js', async (_req, res) => {
    res.type('js').send(`defineTemplates(${(await current).templates});`);
  });
  app.get('/start.js', (_req, res) => res.type('js').send('startMiniProgram();'));
  app.get('/app/*file', async (req, res, next) => {
    const script = (await current).scripts.get((req.params.file as unknown as string[]).join('/'));
    if (script === undefined) next();
    else res.type('js').send(script);
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
  app.use(peopleRoutes(wechat));
  app.use(imageRoute(forwarder));
  app.post('/wx/request', express.json({ limit: '20mb' }), async (req, res) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const answer = await forwarder.send(req.body, gone.signal);
    if (!res.closed) res.json(answer);
  });
  app.post('/wx/socket', express.json(), (req, res) => {
    const asked = z.object({ url: z.url({ protocol: /^wss?$/ }) }).safeParse(req.body);
    if (asked.success) res.json(forwarder.refuseSocket(asked.data.url) ?? { ok: true });
    else res.json({ ok: false, errno: 600009, reason: 'invalid url' });
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
