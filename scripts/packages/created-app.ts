import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type FrameLocator } from 'playwright-core';
import { startCommand } from './commands.ts';
import type { Consumer } from './consumer.ts';
import { freePort } from './free-port.ts';
import { addSecondPage } from './second-page.ts';
import type { createSteps } from './steps.ts';

/** Creates an app, logs in by tapping in a browser, adds a page, and runs the app's tests. */
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
    await run('created app: a second page, added as the guide says, is seen in the browser', () => {
      addSecondPage(app);
      return seeSecondPage(url);
    });
    await dev.stop();
  }
  await run('created app: pnpm test', () => app.run('pnpm', 'test'));
  await run('created app: pnpm typecheck', () => app.run('pnpm', 'typecheck'));
  await run('npx @weapp-login/simulator <folder> --server <url>', async () => {
    const folder = path.join(app.folder, 'apps/miniprogram/dist');
    const simulator = await startCommand(
      parent,
      {
        line: ['npx', '--yes', '@weapp-login/simulator', folder, '--server', 'http://127.0.0.1:9'],
        ready: /ready at \S+/,
      },
      { SIMULATOR_PORT: await freePort(), FAKE_WECHAT_PORT: await freePort() },
    );
    const [, url = ''] = /ready at (\S+)/.exec(simulator.printed) ?? [];
    await seeLogin(url).finally(simulator.stop);
  });
}

/** @throws {Error} unless the page shows an openid */
const logIn = (url: string) =>
  onPhone(url, async (screen) => {
    await screen.locator('#login').click();
    const openid = await screen.locator('#openid').textContent();
    if (!/o[\w-]{27}/.test(openid ?? '')) throw new Error(`the page shows ${openid}`);
  });

/** @throws {Error} unless the page of docs/guides/add-a-page.md opens */
const seeSecondPage = (url: string) =>
  onPhone(url, async (screen) => {
    await screen.locator('#login').click();
    await screen.locator('#about').click();
    await screen.locator('#about-text').waitFor();
  });

/** @throws {Error} unless the page shows the button to log in */
const seeLogin = (url: string): Promise<void> =>
  onPhone(url, (screen) => screen.locator('#login').waitFor());

async function onPhone(url: string, use: (screen: FrameLocator) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await use(page.frameLocator('iframe'));
  } finally {
    await browser.close();
  }
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
