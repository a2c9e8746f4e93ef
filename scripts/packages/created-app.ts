import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { startCommand } from './commands.ts';
import type { Consumer } from './consumer.ts';
import type { createSteps } from './steps.ts';

/** Creates an app, logs in by tapping in a browser, and runs the app's tests. */
export async function checkCreatedApp(
  parent: Consumer,
  app: Consumer,
  run: ReturnType<typeof createSteps>['run'],
): Promise<void> {
  const name = path.basename(app.folder);
  const created = await run('npm create weapp-login', () =>
    parent.run('npm', 'create', '--yes', 'weapp-login@latest', name, '--', '--yes'),
  );
  if (!created) return;
  await run('created app: pnpm install', () => app.run('pnpm', 'install'));
  const dev = await run('created app: pnpm dev until it is running', async () =>
    startCommand(
      app,
      { line: ['pnpm', 'dev'], ready: /is running[\s\S]*Ctrl-C/ },
      {
        PORT: await freePort(),
        SIMULATOR_PORT: await freePort(),
        FAKE_WECHAT_PORT: await freePort(),
      },
    ),
  );
  if (dev) {
    const [, url = ''] = /Open +(\S+)/.exec(dev.printed) ?? [];
    await run('created app: a tap in the browser logs in', () => logIn(url));
    await dev.stop();
  }
  await run('created app: pnpm test', () => app.run('pnpm', 'test'));
  await run('created app: pnpm typecheck', () => app.run('pnpm', 'typecheck'));
}

/** @throws {Error} unless the page shows an openid */
async function logIn(url: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const screen = page.frameLocator('iframe');
    await screen.locator('#login').click();
    const openid = await screen.locator('#openid').textContent();
    if (!/o[\w-]{27}/.test(openid ?? '')) throw new Error(`the page shows ${openid}`);
  } finally {
    await browser.close();
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return String(port);
}

function findBrowser(): string {
  const names = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find(isProgram);
  const browser = process.env.CHROME_PATH ?? found;
  if (browser) return browser;
  throw new Error('there is no Chrome or Chromium: install one, or set CHROME_PATH to its program');
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
