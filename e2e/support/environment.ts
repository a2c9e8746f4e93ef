import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { noLimits, openFileStore, openStore } from '@weapp-login/express';
import { createLog, type RunningServer, startServer } from '@weapp-login/express/process';
import {
  defaultApps,
  type FakeWechat,
  startFakeWechat,
  touristApp,
} from '@weapp-login/fake-wechat';
import { startSimulator } from '@weapp-login/simulator';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** The base URL in the mini program. */
const builtFor = 'http://127.0.0.1:2020';
/** The mini program as its build leaves it. */
export const builtDir = fileURLToPath(new URL('../../apps/miniprogram/dist', import.meta.url));

/** Everything `pnpm dev` starts, in this process and on free ports, and a browser. */
export interface Environment {
  wechat: FakeWechat;
  /** Every line the server has logged. */
  log: string[];
  phoneUrl: string;
  serverUrl: string;
  /** A phone that has not been used yet. */
  openPhone(options?: BrowserContextOptions): Promise<Phone>;
  stopServer(): Promise<void>;
  /** Restarts the server at the same address. */
  startServer(options?: { store: 'kept' | 'lost' }): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param executablePath of a Chrome or Chromium
 * @param appDir of the mini program on the phone
 */
export async function startEnvironment(
  executablePath: string,
  appDir = builtDir,
): Promise<Environment> {
  const wechat = await startFakeWechat();
  const log: string[] = [];
  const folder = await mkdtemp(path.join(tmpdir(), 'weapp-login-e2e-'));
  const store = () => openStore({ file: path.join(folder, `sessions-${stores}.db`) });
  let stores = 0;
  let opened = store();
  let server: RunningServer | undefined;
  let port = 0;

  const start = async () => {
    server = await startServer({
      port,
      host: '127.0.0.1',
      apps: [touristApp, ...defaultApps.slice(1)],
      sessionKeySecrets: ['a secret of this test run alone, long enough'],
      limits: noLimits,
      wechatApiUrl: wechat.url,
      wechatTimeouts: { connectMs: 500, totalMs: 1_000 },
      store: opened,
      files: openFileStore({ folder }, { now: Date.now }),
      log: createLog({
        level: 'debug',
        now: Date.now,
        destination: { write: (line) => void log.push(line) },
      }),
      now: Date.now,
      randomBytes,
    });
    port = Number(new URL(server.url).port);
    return server;
  };
  const { url } = await start();
  const simulator = await startSimulator({
    appDir,
    wechat,
    forward: [{ from: builtFor, to: url }],
  });
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-first-run', '--disable-quic', '--disable-background-networking'],
  });

  const stopServer = async () => {
    await server?.close();
    await opened.close();
    server = undefined;
  };
  return {
    wechat,
    log,
    phoneUrl: simulator.url,
    serverUrl: url,
    openPhone: (options = {}) => openPhone(browser, simulator.url, options),
    stopServer,
    async startServer(options = { store: 'kept' }) {
      if (options.store === 'lost') stores++;
      opened = store();
      await start();
    },
    async close() {
      await browser.close();
      await simulator.close();
      if (server) await stopServer();
      await wechat.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** One phone: a browser context with empty storage. */
export interface Phone {
  page: Page;
  screen: ReturnType<Page['frameLocator']>;
  /** Errors thrown or logged by scripts of the page. */
  faults: string[];
  close(): Promise<void>;
}

async function openPhone(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<Phone> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-US',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  await page.goto(url);
  return { page, screen: page.frameLocator('iframe'), faults, close: () => context.close() };
}
