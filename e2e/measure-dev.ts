// `pnpm --filter @weapp-login/e2e measure:dev [rounds]`: how long `pnpm dev` takes to the first login, and an edit to show.
// Prints JSON. Edits a page of the mini program in place, and restores it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from './support/browser.ts';

const root = path.resolve(import.meta.dirname, '..');
const pageFile = path.join(root, 'apps/miniprogram/src/pages/index/index.wxml');
const rounds = Number(process.argv[2] ?? 5);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

interface Times {
  phone: number;
  openid: number;
  edit: number;
}

async function measure(page: Page): Promise<Times> {
  rmSync(path.join(root, 'apps/miniprogram/dist'), { recursive: true, force: true });
  const ports = {
    PORT: String(await freePort()),
    SIMULATOR_PORT: String(await freePort()),
    FAKE_WECHAT_PORT: String(await freePort()),
  };
  const startedAt = performance.now();
  const since = (from: number) => performance.now() - from;
  const dev = spawn(process.execPath, ['scripts/dev.cjs'], {
    cwd: root,
    env: { ...process.env, ...ports },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(dev, 'exit');
  const source = readFileSync(pageFile, 'utf8');
  try {
    await new Promise<void>((resolve, reject) => {
      let printed = '';
      dev.once('exit', () => reject(new Error(printed)));
      dev.stdout.on('data', (chunk) => {
        printed += chunk;
        if (printed.includes('is running')) resolve();
      });
    });
    await page.goto(`http://127.0.0.1:${ports.SIMULATOR_PORT}`);
    const screen = page.frameLocator('iframe');
    await screen.locator('#login').waitFor();
    const phone = since(startedAt);
    await screen.locator('#login').click();
    await screen.locator('#openid').waitFor();
    const openid = since(startedAt);
    const editedAt = performance.now();
    writeFileSync(pageFile, `${source}\n<view id="edited">edited</view>\n`);
    await screen.locator('#edited').waitFor({ state: 'attached' });
    return { phone, openid, edit: since(editedAt) };
  } finally {
    writeFileSync(pageFile, source);
    dev.kill('SIGINT');
    await ended;
  }
}

const browser = await chromium.launch({ executablePath: await findBrowser() });
const times: Times[] = [];
try {
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ locale: 'en-US' });
    times.push(await measure(await context.newPage()));
    await context.close();
  }
} finally {
  await browser.close();
}
const median = (name: keyof Times) =>
  Math.round(times.map((one) => one[name]).toSorted((a, b) => a - b)[times.length >> 1] ?? 0);
console.log(
  JSON.stringify([
    ['from pnpm dev to the phone, ms', median('phone')],
    ['from pnpm dev to the openid of the first tap, ms', median('openid')],
    ['from the edit of a page to the new screen, ms', median('edit')],
  ]),
);
